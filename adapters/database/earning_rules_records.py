"""Keeping the versions of earning rules. The only writer of their table."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import insert, select, update

from adapters.database.programme_tables import programme as programme_table
from adapters.database.purchase_tables import earning_rules
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import from_microseconds, to_microseconds
from domain.errors import InvalidInput
from domain.programmes.earning_rules import EarningRules
from domain.programmes.earning_rules_form import read_rules, write_rules
from domain.programmes.earning_rules_records import RulesVersion
from domain.programmes.expiry_schedule import schedule_of
from domain.programmes.programme import Programme

_SELECT = "SELECT version, valid_from, set_at, form FROM earning_rules WHERE programme_id = ?"
_ALL = _SELECT + " ORDER BY version DESC"
_AT = _SELECT + " AND valid_from <= ? ORDER BY version DESC LIMIT 1"


class EarningRulesReader:
    """The reading half of the port `domain.programmes.earning_rules_records.EarningRulesRecords`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def list(self, programme: Programme) -> Sequence[RulesVersion]:
        """See the port."""
        return [_version(row) for row in self._reader.rows(_ALL, (programme.id,))]

    def at(self, programme: Programme, moment: datetime) -> RulesVersion | None:
        """See the port."""
        row = self._reader.row(_AT, (programme.id, to_microseconds(moment)))
        return None if row is None else _version(row)


class DatabaseEarningRules(EarningRulesReader):
    """Implements the port `domain.programmes.earning_rules_records.EarningRulesRecords`."""

    def __init__(self, reader: Reader, unit_of_work: UnitOfWork) -> None:
        super().__init__(reader)
        self._unit_of_work = unit_of_work

    def add(self, programme: Programme, rules: EarningRules, valid_from: datetime, now: datetime) -> RulesVersion:
        """See the port."""
        table = earning_rules
        # The programme's row is locked, so that two who set rules at once take turns and get two versions.
        lock = select(programme_table.c.id).where(programme_table.c.id == programme.id).with_for_update()
        newest = (
            select(table.c.version, table.c.valid_from)
            .where(table.c.programme_id == programme.id)
            .order_by(table.c.version.desc())
            .limit(1)
        )
        with self._unit_of_work.transaction() as connection:
            connection.execute(lock)
            before = connection.execute(newest).one_or_none()
            if before and to_microseconds(valid_from) < max(before.valid_from, to_microseconds(now)):
                raise InvalidInput(
                    "valid_from lies in the past or before the version that is there; purchases that were judged keep "
                    "their rules. Give a later time, or leave it out for now.",
                    field="valid_from",
                )
            added = RulesVersion(before.version + 1 if before else 1, valid_from, now, rules)
            values = {
                "programme_id": programme.id,
                "version": added.version,
                "valid_from": to_microseconds(valid_from),
                "set_at": to_microseconds(now),
                "form": json.dumps(write_rules(rules)),
            }
            connection.execute(insert(table).values(values))
            first = schedule_of(programme, [*self.list(programme), added]).first
            if first:
                expire_from = {"points_expire_from": to_microseconds(first)}
                connection.execute(
                    update(programme_table).where(programme_table.c.id == programme.id).values(expire_from)
                )
        return added


def _version(row: Sequence[Any]) -> RulesVersion:
    version, valid_from, set_at, form = row
    return RulesVersion(version, from_microseconds(valid_from), from_microseconds(set_at), _rules(form))


@lru_cache(maxsize=64)
def _rules(form: str) -> EarningRules:
    """The rules of a form, read once: it costs more than the rest of booking a ticket."""
    return read_rules(form)

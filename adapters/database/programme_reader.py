"""Programmes with their rules and sites, read from the database."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from adapters.database.engine import Store
from adapters.database.programme_tables import programme, programme_site, site
from adapters.database.store_errors import store_errors
from domain.programmes.programme import LateOverspend, Programme, ProgrammeRules, Site


class DatabaseProgrammes:
    """`Programmes` on a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def by_id(self, programme_id: int) -> Programme | None:
        """As `Programmes.by_id`."""
        return self._read(programme.c.id == programme_id)

    def by_code(self, code: str) -> Programme | None:
        """As `Programmes.by_code`."""
        return self._read(programme.c.code == code)

    def _read(self, condition: ColumnElement[bool]) -> Programme | None:
        with store_errors(), self._store.reads.connect() as connection:
            row = connection.execute(select(programme).where(condition)).one_or_none()
            return None if row is None else _programme(row, _sites(connection, row.id))


def _sites(connection: Connection, programme_id: int) -> dict[str, Site]:
    served = select(site).join(programme_site).where(programme_site.c.programme_id == programme_id)
    return {row.code: Site(row.code, row.name, row.time_zone) for row in connection.execute(served)}


def _programme(row: Any, sites: dict[str, Site]) -> Programme:
    rules = ProgrammeRules(
        hold_lifetime=timedelta(hours=row.hold_lifetime_hours),
        id_reuse_window=timedelta(hours=row.id_reuse_window_hours),
        late_after=timedelta(minutes=row.late_after_minutes),
        late_overspend=LateOverspend(row.late_overspend),
        reversal_may_pass_floor=row.reversal_may_pass_floor,
        money_in_smallest_unit=row.money_in_smallest_unit,
        points_precision=row.points_precision,
    )
    return Programme(
        id=row.id,
        code=row.code,
        name=row.name,
        currency=row.currency,
        country=row.country,
        time_zone=row.time_zone,
        rules=rules,
        sites=sites,
    )

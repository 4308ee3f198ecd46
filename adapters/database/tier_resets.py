"""Looking again at tiers that have ended, and at points whose year has: a member at a time, each in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.movement_ids import MovementIds
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Books
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.tier_rules import PointsEnd

_MEMBERS = "SELECT a.programme_id, a.number FROM tier_standing s JOIN account a ON a.id = s.account_id WHERE "
_ENDED = _MEMBERS + "s.due_at <= ? ORDER BY s.due_at LIMIT ?"
_ENDLESS = _MEMBERS + "s.programme_id = ? AND s.points_end_at IS NULL LIMIT ?"
_PROGRAMMES = "SELECT id FROM programme ORDER BY id"


class DatabaseTierResets:
    """Implements the port `domain.purchases.reset_tiers.TierResets`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._programmes = DatabaseProgrammes(reader)
        self._ids = MovementIds(store)

    def reset(self, now: datetime, limit: int) -> int:
        """See the port."""
        ended = self._reader.rows(_ENDED, (to_microseconds(now), limit))
        self._settle(ended, now)
        return len(ended)

    def begin_years(self, now: datetime, limit: int) -> int:
        """See the port."""
        endless: list[Sequence[Any]] = []
        for (programme_id,) in self._reader.rows(_PROGRAMMES):
            if self._counts_each_year(programme_id, now):
                endless += self._reader.rows(_ENDLESS, (programme_id, limit - len(endless)))
        self._settle(endless, now)
        return len(endless)

    def _counts_each_year(self, programme_id: int, now: datetime) -> bool:
        programme = self._programmes.by_id(programme_id)
        version = self._rules.at(programme, now) if programme else None
        tiers = version.rules.tiers if version else None
        return tiers is not None and tiers.points_end is PointsEnd.EACH_YEAR

    def _settle(self, members: Iterable[Sequence[Any]], now: datetime) -> None:
        """Settle each under lock, where another worker may have been meanwhile."""
        for programme_id, number in members:
            with store_errors(), self._unit_of_work.hot_transaction() as hot:
                books = Books(self._ids.within(hot))
                self._due.settle(hot, books, programme_id, number, now)
                write_books(hot, books.changes, now)

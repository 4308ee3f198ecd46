"""Looking again at tiers that have ended, and at points whose year has: many members in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from adapters.database.account_batches import AccountBatches
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.tier_rules import PointsEnd

_ENDED = "SELECT account_id FROM tier_standing WHERE due_at <= ? {}ORDER BY due_at LIMIT ?"
_ENDLESS = "SELECT account_id FROM tier_standing WHERE programme_id = ? AND points_end_at IS NULL {}LIMIT ?"
_PROGRAMMES = "SELECT id FROM programme ORDER BY id"


Settle = Callable[[HotTransaction, Books, Sequence[Account], datetime], None]


class DatabaseTierResets:
    """Implements the port `domain.purchases.reset_tiers.TierResets`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._programmes = DatabaseProgrammes(reader)
        self._batches = AccountBatches(store, unit_of_work)

    def reset(self, now: datetime, limit: int) -> int:
        """See the port."""
        aside, those = self._batches.aside("account_id")
        ended = self._reader.rows(_ENDED.format(aside), (to_microseconds(now), *those, limit))
        self._settle(ended, now, self._due.settle_waiting)
        return len(ended)

    def begin_years(self, now: datetime, limit: int) -> int:
        """See the port."""
        aside, those = self._batches.aside("account_id")
        endless: list[Sequence[Any]] = []
        for (programme_id,) in self._reader.rows(_PROGRAMMES):
            if self._counts_each_year(programme_id, now):
                values = (programme_id, *those, limit - len(endless))
                endless += self._reader.rows(_ENDLESS.format(aside), values)
        self._settle(endless, now, self._due.settle_all)
        return len(endless)

    def _counts_each_year(self, programme_id: int, now: datetime) -> bool:
        programme = self._programmes.by_id(programme_id)
        version = self._rules.at(programme, now) if programme else None
        tiers = version.rules.tiers if version else None
        return tiers is not None and tiers.points_end is PointsEnd.EACH_YEAR

    def _settle(self, members: Iterable[Sequence[Any]], now: datetime, settle: Settle) -> None:
        """Settle each under lock, where another worker may have been meanwhile."""
        self._batches(
            [account_id for (account_id,) in members],
            lambda hot, books, accounts: settle(hot, books, accounts, now),
            now,
        )

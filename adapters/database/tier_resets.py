"""Looking again at tiers that have ended: a member at a time, each in one transaction."""

from datetime import datetime

from adapters.database.engine import Store
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.movement_ids import MovementIds
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.store_errors import store_errors
from adapters.database.tier_keeper import TierKeeper, Tiers, tiers_of
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Books
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords

_ENDED = """
SELECT a.programme_id, a.number FROM tier_standing s JOIN account a ON a.id = s.account_id
WHERE s.resets_at <= ? ORDER BY s.resets_at LIMIT ?"""
_STILL = "SELECT 1 FROM tier_standing WHERE account_id = ? AND resets_at <= ?"


class DatabaseTierResets:
    """Implements the port `domain.purchases.reset_tiers.TierResets`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._rules = rules
        self._programmes = DatabaseProgrammes(reader)
        self._accounts = MemberAccountsLoader(store)
        self._ids = MovementIds(store)

    def reset(self, now: datetime, limit: int) -> int:
        """See the port."""
        ended = self._reader.rows(_ENDED, (to_microseconds(now), limit))
        for programme_id, number in ended:
            programme = self._programmes.by_id(programme_id)
            if programme:
                with store_errors():
                    self._reset(programme_id, number, tiers_of(programme, self._rules, now), now)
        return len(ended)

    def _reset(self, programme_id: int, number: str, tiers: Tiers, now: datetime) -> None:
        with self._unit_of_work.hot_transaction() as hot:
            books = Books(self._ids.within(hot))
            accounts = self._accounts.load(hot, books, programme_id, [number], now)[number]
            # Another worker may have been here while this one waited for the member.
            if hot.rows(_STILL, (accounts.spendable.id, to_microseconds(now))):
                TierKeeper(hot, accounts, tiers, now).reset()

"""Finding accounts of which points may have expired, and entering that: many accounts in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from adapters.database.account_batches import AccountBatches
from adapters.database.accounts_to_look_at import accounts_to_look_at
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.point_expiry import expire_lots
from adapters.database.point_lots_reader import read_lots_of
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.expiry_schedule import ExpirySchedule, schedule_of
from domain.programmes.programme import Programme

_PROGRAMMES = "SELECT id FROM programme WHERE points_expire_from <= ? ORDER BY id"
_LOYALTY = "FROM account WHERE programme_id + 0 = ? AND account_type = 'customerLoyaltyAccount' AND points_expire_from "
_DUE = f"SELECT id {_LOYALTY}<= ? AND open_holds = 0 {{}}ORDER BY points_expire_from LIMIT ?"
_NEVER_SEEN = f"SELECT id {_LOYALTY}IS NULL {{}}LIMIT ?"
_TOO_LATE = f"SELECT id {_LOYALTY}> ? {{}}LIMIT ?"


class DatabaseExpiredPoints:
    """Implements the port `domain.accounts.expire_points.ExpiredPoints`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._batches = AccountBatches(store, unit_of_work)

    def expire(self, now: datetime, limit: int) -> int:
        """See the port."""
        found = 0
        for (programme_id,) in self._reader.rows(_PROGRAMMES, (to_microseconds(now),)):
            programme = self._programmes.by_id(programme_id)
            if programme and found < limit:
                found += self._expire(programme, now, limit - found)
        return found

    def _expire(self, programme: Programme, now: datetime, limit: int) -> int:
        schedule = schedule_of(programme, self._rules.list(programme))
        earliest, found = schedule.earliest(now), 0

        def work(hot: HotTransaction, books: Books, accounts: Sequence[Account]) -> None:
            # Another worker, or an update, may have been there first.
            due = [each for each in accounts if not _is_known(each, now, earliest)]
            self._look(hot, books, due, schedule, now)

        aside, those = self._batches.aside("id")
        asked: Sequence[tuple[str, tuple[int, ...]]] = (
            (_DUE.format(aside), (to_microseconds(now), *those)),
            (_NEVER_SEEN.format(aside), (*those,)),
            (_TOO_LATE.format(aside), (to_microseconds(earliest), *those)),
        )
        for account_ids in accounts_to_look_at(self._reader, programme.id, asked, limit):
            self._batches(account_ids, work, now)
            found += len(account_ids)
        return found

    def _look(
        self, hot: HotTransaction, books: Books, due: Sequence[Account], schedule: ExpirySchedule, now: datetime
    ) -> None:
        if not due:
            return
        self._due.settle_waiting(hot, books, due, now)
        lots = read_lots_of(hot.rows, schedule, [account.id for account in due], now)
        for account in due:
            expire_lots(books, books.accounts[account.id], lots[account.id], now)


def _is_known(account: Account, now: datetime, earliest: datetime) -> bool:
    """Whether somebody has looked at it since points of it expired last, by the rules of today."""
    return account.points_expire_from is not None and now < account.points_expire_from <= earliest

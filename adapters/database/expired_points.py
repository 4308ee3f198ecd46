"""Finding accounts of which points may have expired, and entering that: an account at a time, each in one transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from adapters.database.accounts_to_look_at import accounts_to_look_at
from adapters.database.books_rows import account_from
from adapters.database.books_sql import ACCOUNT, HELD
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.movement_ids import MovementIds
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Books
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.expiry_schedule import schedule_of
from domain.programmes.programme import Programme

_PROGRAMMES = "SELECT id FROM programme WHERE points_expire_from <= ? ORDER BY id"
_LOYALTY = "FROM account WHERE programme_id = ? AND account_type = 'customerLoyaltyAccount' AND points_expire_from "
_DUE = f"SELECT id {_LOYALTY}<= ? AND open_holds = 0 ORDER BY points_expire_from LIMIT ?"
_NEVER_SEEN = f"SELECT id {_LOYALTY}IS NULL LIMIT ?"
_TOO_LATE = f"SELECT id {_LOYALTY}> ? LIMIT ?"


class DatabaseExpiredPoints:
    """Implements the port `domain.accounts.expire_points.ExpiredPoints`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._ids = MovementIds(store)
        self._lock = "" if store.is_sqlite else " FOR UPDATE OF a"

    def expire(self, now: datetime, limit: int) -> int:
        """See the port."""
        found = 0
        for (programme_id,) in self._reader.rows(_PROGRAMMES, (to_microseconds(now),)):
            programme = self._programmes.by_id(programme_id)
            if programme and found < limit:
                found += self._expire(programme, now, limit - found)
        return found

    def _expire(self, programme: Programme, now: datetime, limit: int) -> int:
        found = 0
        earliest = schedule_of(programme, self._rules.list(programme)).earliest(now)
        for account_id in self._found(programme, earliest, now, limit):
            with store_errors(), self._unit_of_work.hot_transaction() as hot:
                self._look(hot, account_id, earliest, now)
            found += 1
        return found

    def _found(self, programme: Programme, earliest: datetime, now: datetime, limit: int) -> Iterator[int]:
        """Accounts to look at: those that are due, and those that rules of today let expire sooner than was known."""
        asked: Sequence[tuple[str, tuple[int, ...]]] = (
            (_DUE, (to_microseconds(now),)),
            (_NEVER_SEEN, ()),
            (_TOO_LATE, (to_microseconds(earliest),)),
        )
        return accounts_to_look_at(self._reader, programme.id, asked, limit)

    def _look(self, hot: HotTransaction, account_id: int, earliest: datetime, now: datetime) -> None:
        books = Books(self._ids.within(hot))
        (row,) = hot.rows(f"{ACCOUNT}a.id = ?{self._lock}", (account_id,))
        account = account_from(row)
        # Another worker, or an update, may have been here while this one waited for the account.
        if account.points_expire_from and now < account.points_expire_from <= earliest:
            return
        books.accounts[account_id] = account
        if account.waits_until and account.waits_until <= now:
            self._due.settle(hot, books, account.programme_id, account.number, now)
            account = books.accounts[account_id]
        elif account.open_holds:
            for _, held in hot.rows(HELD.format("?"), (to_microseconds(now), account_id)):
                account.held = int(held)
        self._due.expire(hot, books, account, now)
        write_books(hot, books.changes, now)

"""Finding accounts with points to announce, and announcing them: an account at a time, each in one transaction.

The only writer of the table of announced expiries.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from adapters.database.accounts_to_look_at import accounts_to_look_at
from adapters.database.books_rows import account_from
from adapters.database.books_sql import ACCOUNT
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.movement_ids import MovementIds
from adapters.database.point_lots_reader import lines_of, read_lots
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.expiry_events import EXPIRY_ANNOUNCED, VERSION, expiry_announced
from domain.accounts.expiry_notice import NoticeWindow, notice_window
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.expiry_rule_form import NOTICE_DAYS_LIMIT
from domain.programmes.expiry_schedule import ExpirySchedule, schedule_of

_PROGRAMMES = "SELECT id FROM programme WHERE points_expire_from <= ? ORDER BY id"
_LOYALTY = "FROM account WHERE programme_id = ? AND account_type = 'customerLoyaltyAccount' AND points_announce_from "
_DUE = f"SELECT id {_LOYALTY}<= ? ORDER BY points_announce_from LIMIT ?"
_NEVER_SEEN = f"SELECT id {_LOYALTY}IS NULL LIMIT ?"
_TOO_LATE = f"SELECT id {_LOYALTY}> ? AND points_announce_from < ? LIMIT ?"
_ANNOUNCED = "SELECT expires_at FROM expiry_announcement WHERE account_id = ? AND expires_at > ?"
_ANNOUNCE = "INSERT INTO expiry_announcement (account_id, expires_at, points, announced_at) VALUES (?, ?, ?, ?)"
_EVENT = """
INSERT INTO outbox (programme_id, customer_id, expiry_account_id, expires_at, type, version, body, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_LONGEST = timedelta(days=NOTICE_DAYS_LIMIT + 1)
_write_body = json.JSONEncoder(separators=(",", ":")).encode


class DatabaseExpiryNotices:
    """Implements the port `domain.accounts.announce_expiry.ExpiryNotices`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._ids = MovementIds(store)
        self._lock = "" if store.is_sqlite else " FOR UPDATE OF a"

    def announce(self, now: datetime, limit: int) -> int:
        """See the port."""
        found = 0
        for (programme_id,) in self._reader.rows(_PROGRAMMES, (to_microseconds(now + _LONGEST),)):
            programme = self._programmes.by_id(programme_id)
            schedule = schedule_of(programme, self._rules.list(programme)) if programme else None
            window = notice_window(schedule, now) if schedule else None
            if schedule and window and schedule.first and schedule.first <= window.until:
                for account_id in self._found(programme_id, window, limit - found):
                    with store_errors(), self._unit_of_work.hot_transaction() as hot:
                        self._look(hot, account_id, schedule, window)
                    found += 1
        return found

    def _found(self, programme_id: int, window: NoticeWindow, limit: int) -> Iterator[int]:
        """Accounts to look at: `window` wants them."""
        asked: Sequence[tuple[str, tuple[int, ...]]] = (
            (_DUE, (to_microseconds(window.until),)),
            (_NEVER_SEEN, ()),
            *((_TOO_LATE, tuple(map(to_microseconds, between))) for between in window.too_late),
        )
        return accounts_to_look_at(self._reader, programme_id, asked, limit)

    def _look(self, hot: HotTransaction, account_id: int, schedule: ExpirySchedule, window: NoticeWindow) -> None:
        books, now = Books(self._ids.within(hot)), window.now
        (row,) = hot.rows(f"{ACCOUNT}a.id = ?{self._lock}", (account_id,))
        account = account_from(row)
        # Another worker may have been here while this one waited for the account.
        if not window.wants(account.points_announce_from):
            return
        books.accounts[account_id] = account
        if account.waits_until and account.waits_until <= now:
            self._due.settle(hot, books, account.programme_id, account.number, now)
            account = books.accounts[account_id]
        lots = read_lots(hot.rows, schedule, account_id, now)
        lots.enter(lines_of(each for each in books.changes.movements if each.account_id == account_id))
        announced = hot.rows(_ANNOUNCED, (account_id, to_microseconds(now)))
        notice = window.look(lots, {from_microseconds(row[0]) for row in announced})
        account.points_announce_from = notice.look_from
        books.changes.accounts[account_id] = account
        write_books(hot, books.changes, now)
        _announce(hot, account, notice.expiries, now)


def _announce(hot: HotTransaction, account: Account, expiries: Mapping[datetime, int], now: datetime) -> None:
    at = to_microseconds(now)
    for expiry, points in expiries.items():
        expires_at, body = to_microseconds(expiry), _write_body(expiry_announced(account.id, points, expiry))
        hot.execute(_ANNOUNCE, (account.id, expires_at, points, at))
        about = (account.programme_id, account.customer_id, account.id, expires_at)
        hot.execute(_EVENT, (*about, EXPIRY_ANNOUNCED, VERSION, body, at))

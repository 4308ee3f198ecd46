"""Finding accounts with points to announce, and announcing them: many accounts in one transaction.

The only writer of the table of announced expiries.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.database.account_batches import AccountBatches
from adapters.database.accounts_to_look_at import accounts_to_look_at
from adapters.database.books_sql import among
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.point_lots_reader import lines_of, read_lots_of
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
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
_LOYALTY = (
    "FROM account WHERE programme_id + 0 = ? AND account_type = 'customerLoyaltyAccount' AND points_announce_from "
)
_DUE = f"SELECT id {_LOYALTY}<= ? {{}}ORDER BY points_announce_from LIMIT ?"
_NEVER_SEEN = f"SELECT id {_LOYALTY}IS NULL {{}}LIMIT ?"
_TOO_LATE = f"SELECT id {_LOYALTY}> ? AND points_announce_from < ? {{}}LIMIT ?"
_ANNOUNCED = "SELECT account_id, expires_at FROM expiry_announcement WHERE expires_at > ? AND account_id IN ({})"
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
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._batches = AccountBatches(store, unit_of_work)

    def announce(self, now: datetime, limit: int) -> int:
        """See the port."""
        found = 0
        for (programme_id,) in self._reader.rows(_PROGRAMMES, (to_microseconds(now + _LONGEST),)):
            programme = self._programmes.by_id(programme_id)
            schedule = schedule_of(programme, self._rules.list(programme)) if programme else None
            window = notice_window(schedule, now) if schedule else None
            if schedule and window and schedule.first and schedule.first <= window.until:
                found += self._announce(programme_id, schedule, window, limit - found)
        return found

    def _announce(self, programme_id: int, schedule: ExpirySchedule, window: NoticeWindow, limit: int) -> int:
        found = 0

        def work(hot: HotTransaction, books: Books, accounts: Sequence[Account]) -> None:
            # Another worker may have been there first.
            due = [each for each in accounts if window.wants(each.points_announce_from)]
            self._look(hot, books, due, schedule, window)

        aside, those = self._batches.aside("id")
        asked: Sequence[tuple[str, tuple[int, ...]]] = (
            (_DUE.format(aside), (to_microseconds(window.until), *those)),
            (_NEVER_SEEN.format(aside), (*those,)),
            *((_TOO_LATE.format(aside), (*map(to_microseconds, between), *those)) for between in window.too_late),
        )
        for account_ids in accounts_to_look_at(self._reader, programme_id, asked, limit):
            self._batches(account_ids, work, window.now)
            found += len(account_ids)
        return found

    def _look(
        self,
        hot: HotTransaction,
        books: Books,
        due: Sequence[Account],
        schedule: ExpirySchedule,
        window: NoticeWindow,
    ) -> None:
        if not due:
            return
        now, ids = window.now, [account.id for account in due]
        self._due.settle_waiting(hot, books, due, now)
        marks, values = among(ids)
        announced = hot.ask(_ANNOUNCED.format(marks), (to_microseconds(now), *values))
        lots, told = read_lots_of(hot.rows, schedule, ids, now), defaultdict[int, set[datetime]](set)
        for account_id, expires_at in announced():
            told[account_id].add(from_microseconds(expires_at))
        notices = []
        for account_id in ids:
            account = books.accounts[account_id]
            lots[account_id].enter(lines_of(each for each in books.changes.movements if each.account_id == account_id))
            notice = window.look(lots[account_id], told[account_id])
            account.points_announce_from = notice.look_from
            books.changes.accounts[account_id] = account
            notices += [(account, expiry, points) for expiry, points in notice.expiries.items()]
        _write(hot, notices, now)


def _write(hot: HotTransaction, notices: Sequence[tuple[Account, datetime, int]], now: datetime) -> None:
    at, announcements, events = to_microseconds(now), [], []
    for account, expiry, points in notices:
        expires_at, body = to_microseconds(expiry), _write_body(expiry_announced(account.id, points, expiry))
        announcements.append((account.id, expires_at, points, at))
        about = (account.programme_id, account.customer_id, account.id, expires_at)
        events.append((*about, EXPIRY_ANNOUNCED, VERSION, body, at))
    hot.execute_many(_ANNOUNCE, announcements)
    hot.execute_many(_EVENT, events)

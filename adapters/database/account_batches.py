"""A worker's work on many accounts, some of them in each transaction: one sync of the disk for all of them.

Accounts that somebody else has locked are left out, so that nobody waits for a batch that itself waits; their turn comes
after the others', and at last each by itself. A batch that fails is taken apart and tried one by one. What fails alone is
told in the log and set aside for a while, so that it is not in the way of all that are well.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from adapters.database.books_rows import account_from
from adapters.database.books_sql import ACCOUNT, among
from adapters.database.books_writer import write_books
from adapters.database.engine import Store
from adapters.database.held_points import load_held
from adapters.database.hot_transaction import HotTransaction
from adapters.database.movement_ids import MovementIds
from adapters.database.store_errors import AWAY, MET
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.errors import StoreUnavailable

TOGETHER = 20
"""How many accounts at most: a till that moves one of them, or any on SQLite, waits until all of them are written."""
SET_ASIDE_SECONDS = 600.0
SET_ASIDE_LIMIT = 1_000
"""Where more fail, it is not the accounts."""

Work = Callable[[HotTransaction, Books, Sequence[Account]], None]
"""Does what is due of these accounts, which are locked, in the books, and loaded with what is held."""

_log = logging.getLogger(__name__)


class AccountBatches:
    """Lets work be done on accounts that were found; several workers at once, and tills, do no harm."""

    def __init__(self, store: Store, unit_of_work: UnitOfWork) -> None:
        self._unit_of_work = unit_of_work
        self._ids = MovementIds(store)
        self._wait, self._skip = ("", "") if store.is_sqlite else (" FOR UPDATE OF a", " FOR UPDATE OF a SKIP LOCKED")
        self._aside: dict[int, float] = {}

    def aside(self, column: str) -> tuple[str, Sequence[int]]:
        """A condition, with its values, for whoever looks for accounts: this column is none of those set aside."""
        now = time.monotonic()
        self._aside = {account_id: until for account_id, until in self._aside.items() if until > now}
        if not self._aside:
            return "", ()
        marks, values = among(self._aside)
        return f"AND {column} NOT IN ({marks}) ", values

    def __call__(self, account_ids: Collection[int], work: Work, now: datetime) -> None:
        """Do the work on each of these accounts; raises `StoreUnavailable`.

        An account may be another worker's or a till's before it is locked here: the work looks whether it is still due.
        """
        left = sorted(set(account_ids))
        for _ in range(2):
            left = [each for part in _parts(left) for each in self._together(part, work, now)]
        for each in left:
            self._alone(each, work, now)

    def _together(self, account_ids: Sequence[int], work: Work, now: datetime) -> Sequence[int]:
        """Do the work on these; which of them somebody else has locked."""
        try:
            done = self._in_one_transaction(account_ids, work, now, self._skip)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, each by itself says whose it is
            for each in account_ids:
                self._alone(each, work, now)
            return ()
        return [each for each in account_ids if each not in done]

    def _alone(self, account_id: int, work: Work, now: datetime) -> None:
        try:
            self._in_one_transaction([account_id], work, now, self._wait)
        except StoreUnavailable:
            raise
        except Exception:
            if len(self._aside) >= SET_ASIDE_LIMIT:
                raise
            self._aside[account_id] = time.monotonic() + SET_ASIDE_SECONDS
            told = {"operation": "worker", "account_id": account_id, "retry_seconds": SET_ASIDE_SECONDS}
            _log.exception("account set aside", extra=told)

    def _in_one_transaction(self, account_ids: Sequence[int], work: Work, now: datetime, lock: str) -> Collection[int]:
        """Do the work on those of them that can be locked; which those are."""
        try:
            with self._unit_of_work.hot_transaction() as hot:
                books = Books(self._ids.within(hot))
                marks, values = among(account_ids)
                rows = hot.rows(f"{ACCOUNT}a.id IN ({marks}) ORDER BY a.id{lock}", values)
                accounts = [account_from(row) for row in rows]
                books.accounts = {account.id: account for account in accounts}
                load_held(hot, accounts, now)
                if accounts:
                    work(hot, books, accounts)
                    write_books(hot, books.changes, now)
        except BaseException as error:
            self._ids.forget()
            if isinstance(error, AWAY) and not isinstance(error, MET):
                raise StoreUnavailable from error
            raise
        return {account.id for account in accounts}


def _parts(account_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(account_ids), TOGETHER):
        yield account_ids[first : first + TOGETHER]

"""The ledger on a database: updates that wait are decided together and committed once.

One thread of a process leads: it takes the updates that wait, decides them in the order of their arrival in one
transaction, and answers each after the commit. What arrives while it waits for another process to be done comes along:
on SQLite all of it, on PostgreSQL what is for the accounts that were waited for. Alone, an update is a batch of one and
its own thread does all the work. A batch that fails is taken apart and tried one by one, so that one update's fault is
not the others'.
"""

import time
from collections.abc import Sequence
from contextlib import suppress

from adapters.database.books_loader import BooksLoader
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.merged_accounts import AccountsMerged
from adapters.database.movement_ids import MovementIds
from adapters.database.store_errors import AWAY, UNIQUE_VIOLATIONS
from adapters.database.unit_of_work import UnitOfWork
from adapters.database.update_queue import Answer, Batch, UpdateQueue
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.errors import LoyaltyError, StoreUnavailable

TRIES = 4
PAUSE_SECONDS = 0.02
_AGAIN: tuple[type[Exception], ...] = (*AWAY, AccountsMerged)
RETRY_SECONDS = 4.0
"""No further try is begun after this: a till that waits longer has given up and will send again."""


class DatabaseLedger:
    """Implements the port `domain.accounts.update_balance.Ledger` on PostgreSQL and SQLite.

    Without `due`, points that purchases have earned are spent only once a worker has rolled them over.
    """

    def __init__(self, store: Store, unit_of_work: UnitOfWork, due: DuePoints | None = None) -> None:
        self._unit_of_work = unit_of_work
        self._loader = BooksLoader(store, due)
        self._ids = MovementIds(store)
        self._queue = UpdateQueue()
        self._has_turns = store.is_sqlite

    def post(self, update: PreparedUpdate) -> UpdateReply:
        """See the port. Waits its turn behind at most the batches that were begun before it."""
        waiting = self._queue.wait(update)
        if waiting.answer is None:
            self._queue.lead(self._settle)
        if isinstance(waiting.answer, UpdateReply):
            return waiting.answer
        raise waiting.answer or StoreUnavailable

    @property
    def waiting(self) -> int:
        """How many updates wait to be taken into a batch."""
        return len(self._queue)

    def post_many(self, updates: Sequence[PreparedUpdate]) -> list[Answer]:
        """Decide and write these in one transaction (or one by one, where that fails); an answer each, in order."""
        return self._settle(Batch(updates=updates)) if updates else []

    def _settle(self, batch: Batch) -> list[Answer]:
        """An answer for each; their keys make every further try safe, also after a commit whose answer was lost."""
        error: Exception | None = None
        give_up_at = time.monotonic() + RETRY_SECONDS
        for attempt in range(TRIES):
            # Even sleep(0) costs an update a third of its time.
            if attempt:
                time.sleep(PAUSE_SECONDS * attempt)
            try:
                return self._in_one_transaction(batch)
            except _AGAIN as failed:
                self._ids.forget()
                error = failed
            except Exception as failed:  # noqa: BLE001 - whatever it is, each update gets its own answer
                if len(batch.updates) > 1:
                    return [answer for update in batch.updates for answer in self._settle(Batch(updates=[update]))]
                if not isinstance(failed, UNIQUE_VIOLATIONS):
                    return [failed]
                error = failed
            if time.monotonic() > give_up_at:
                break
        return [_unavailable(error) for _ in batch.updates]

    def _in_one_transaction(self, batch: Batch) -> list[Answer]:
        with suppress(AccountsMerged):
            return self._attempt(batch)
        # Where the accounts went is known by now.
        return self._attempt(batch)

    def _attempt(self, batch: Batch) -> list[Answer]:
        with self._unit_of_work.hot_transaction() as hot:
            if self._has_turns:
                batch.take()
            books, loaded, now = self._loader.load(hot, batch, self._ids.within(hot))
            answers: list[Answer] = []
            for update, account in loaded:
                try:
                    answers.append(books.settle(account.id if account else None, update))
                except LoyaltyError as error:
                    answers.append(error)
            write_books(hot, books.changes, now)
        return answers


def _unavailable(cause: Exception | None) -> StoreUnavailable:
    error = StoreUnavailable()
    error.__cause__ = cause
    return error

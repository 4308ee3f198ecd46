"""The ledger on a database: updates that wait are decided together and committed once.

One thread of a process leads: it takes the updates that wait, decides them in the order of their arrival in one
transaction, and answers each after the commit. Alone, an update is a batch of one and its own thread does all the
work. A batch that fails is taken apart and tried one by one, so that one update's fault is not the others'.
"""

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from adapters.database.books_loader import BooksLoader
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.movement_ids import MovementIds
from adapters.database.store_errors import AWAY, UNIQUE_VIOLATIONS
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.errors import LoyaltyError, StoreUnavailable

BATCH_LIMIT = 64
TRIES = 4
PAUSE_SECONDS = 0.02
RETRY_SECONDS = 4.0
"""No further try is begun after this: a till that waits longer has given up and will send again."""

Answer = UpdateReply | Exception


class _Waiting:
    """An update in the queue; `ready` opens when it is answered or when its thread is to lead."""

    __slots__ = ("answer", "ready", "update")

    def __init__(self, update: PreparedUpdate) -> None:
        self.update = update
        self.answer: Answer | None = None
        self.ready = threading.Lock()
        self.ready.acquire()


class DatabaseLedger:
    """Implements the port `domain.accounts.update_balance.Ledger` on PostgreSQL and SQLite.

    Without `due`, points that purchases have earned are spent only once a worker has rolled them over.
    """

    def __init__(self, store: Store, unit_of_work: UnitOfWork, due: DuePoints | None = None) -> None:
        self._unit_of_work = unit_of_work
        self._loader = BooksLoader(store, due)
        self._ids = MovementIds(store)
        self._queue: deque[_Waiting] = deque()
        self._guard = threading.Lock()
        self._has_leader = False

    def post(self, update: PreparedUpdate) -> UpdateReply:
        """See the port. Waits its turn behind at most the batches that were begun before it."""
        waiting = _Waiting(update)
        with self._guard:
            self._queue.append(waiting)
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            waiting.ready.acquire()
        if waiting.answer is None:
            self._lead()
        if isinstance(waiting.answer, UpdateReply):
            return waiting.answer
        raise waiting.answer or StoreUnavailable

    def post_many(self, updates: Sequence[PreparedUpdate]) -> list[Answer]:
        """Decide and write these in one transaction (or one by one, where that fails); an answer each, in order."""
        return self._settle(updates) if updates else []

    def _lead(self) -> None:
        """Answer one batch, which has the leader's own update in it, then hand over to the next that waits."""
        with self._guard:
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), BATCH_LIMIT))]
        answers: Sequence[Answer] = [StoreUnavailable()] * len(batch)
        try:
            answers = self._settle([waiting.update for waiting in batch])
        finally:
            for waiting, answer in zip(batch, answers, strict=True):
                waiting.answer = answer
                waiting.ready.release()
            with self._guard:
                if self._queue:
                    self._queue[0].ready.release()
                else:
                    self._has_leader = False

    def _settle(self, updates: Sequence[PreparedUpdate]) -> list[Answer]:
        """An answer for each; their keys make every further try safe, also after a commit whose answer was lost."""
        error: Exception | None = None
        give_up_at = time.monotonic() + RETRY_SECONDS
        for attempt in range(TRIES):
            # Even sleep(0) costs an update a third of its time.
            if attempt:
                time.sleep(PAUSE_SECONDS * attempt)
            try:
                return self._in_one_transaction(updates)
            except AWAY as failed:
                self._ids.forget()
                error = failed
            except Exception as failed:  # noqa: BLE001 - whatever it is, each update gets its own answer
                if len(updates) > 1:
                    return [answer for update in updates for answer in self._settle([update])]
                if not isinstance(failed, UNIQUE_VIOLATIONS):
                    return [failed]
                error = failed
            if time.monotonic() > give_up_at:
                break
        return [_unavailable(error) for _ in updates]

    def _in_one_transaction(self, updates: Sequence[PreparedUpdate]) -> list[Answer]:
        if len(updates) > 1:
            now = max(update.received_at for update in updates)
            updates = [replace(update, received_at=now) for update in updates]
        with self._unit_of_work.hot_transaction() as hot:
            books, loaded = self._loader.load(hot, updates, self._ids.within(hot))
            answers: list[Answer] = []
            for update, account in loaded:
                try:
                    answers.append(books.settle(account.id if account else None, update))
                except LoyaltyError as error:
                    answers.append(error)
            write_books(hot, books.changes, updates[0].received_at)
        return answers


def _unavailable(cause: Exception | None) -> StoreUnavailable:
    error = StoreUnavailable()
    error.__cause__ = cause
    return error

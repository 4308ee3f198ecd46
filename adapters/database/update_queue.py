"""The updates of a process that wait to be written, and the batches that are made of them."""

import threading
from collections import deque
from collections.abc import Callable, Sequence

from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.errors import StoreUnavailable

BATCH_LIMIT = 64

Answer = UpdateReply | Exception


class Waiting:
    """An update in the queue; `ready` opens when it is answered or when its thread is to lead."""

    __slots__ = ("answer", "ready", "update")

    def __init__(self, update: PreparedUpdate) -> None:
        self.update = update
        self.answer: Answer | None = None
        self.ready = threading.Lock()
        self.ready.acquire()


class UpdateQueue:
    """First come, first served; one thread leads at a time and writes for those behind it."""

    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()
        self._guard = threading.Lock()
        self._has_leader = False

    def __len__(self) -> int:
        """How many wait to be taken into a batch."""
        return len(self._waiting)

    def wait(self, update: PreparedUpdate) -> Waiting:
        """Wait until the update is answered; where it is not, the thread leads, and must call `lead`."""
        waiting = Waiting(update)
        with self._guard:
            self._waiting.append(waiting)
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            waiting.ready.acquire()
        return waiting

    def lead(self, settle: Callable[["Batch"], Sequence[Answer]]) -> None:
        """Have a batch answered, the leader's own update among it, then hand over to the next that waits."""
        batch = Batch(self)
        batch.take()
        answers: Sequence[Answer] = ()
        try:
            answers = settle(batch)
        finally:
            batch.answer(answers)
            with self._guard:
                if self._waiting:
                    self._waiting[0].ready.release()
                else:
                    self._has_leader = False

    def take(self, most: int, is_wanted: Callable[[PreparedUpdate], bool] | None) -> list[Waiting]:
        """Take up to so many out of the queue, those that are wanted, in their order."""
        with self._guard:
            if is_wanted is None:
                return [self._waiting.popleft() for _ in range(min(len(self._waiting), most))]
            found = [waiting for waiting in self._waiting if is_wanted(waiting.update)][:most]
            for waiting in found:
                self._waiting.remove(waiting)
            return found


class Batch:
    """Updates that are written together. Without a queue it stays as it is; else it takes in what arrives meanwhile."""

    def __init__(self, queue: UpdateQueue | None = None, updates: Sequence[PreparedUpdate] = ()) -> None:
        self.updates = list(updates)
        self._queue = queue
        self._waiting: list[Waiting] = []

    def take(self, is_wanted: Callable[[PreparedUpdate], bool] | None = None) -> list[PreparedUpdate]:
        """Take in what waits in the queue and is wanted, as long as there is room; what was taken in now."""
        if self._queue is None:
            return []
        found = self._queue.take(BATCH_LIMIT - len(self.updates), is_wanted)
        self._waiting += found
        taken = [waiting.update for waiting in found]
        self.updates += taken
        return taken

    def answer(self, answers: Sequence[Answer]) -> None:
        """Let each thread go with its answer; with an error that says a retry is safe, where there are none."""
        found = answers or [StoreUnavailable() for _ in self._waiting]
        for waiting, answer in zip(self._waiting, found, strict=True):
            waiting.answer = answer
            waiting.ready.release()

"""Keeps senders that are slow apart from calls that have arrived, so that the former can't hold up the latter."""

import time
from _thread import get_ident
from queue import SimpleQueue
from types import TracebackType


class WaitingBodies:
    """Knows which threads wait for a body, and since when; no more of them wait than there is room for."""

    def __init__(self, limit: int, limit_seconds: float) -> None:
        """`limit`: how many may wait at the same time; `limit_seconds`: how long a body may take."""
        self.limit = limit
        self.limit_seconds = limit_seconds
        self._began: dict[int, float] = {}

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another."""
        return len(self._began) >= self.limit

    @property
    def is_crowded(self) -> bool:
        """Whether more than half of the room is taken."""
        return len(self._began) * 2 > self.limit

    def longest_seconds(self) -> float:
        """How long the slowest of them has been waited for; 0 where none is."""
        began = list(self._began.values())
        return time.monotonic() - min(began) if began else 0.0

    def enter(self) -> None:
        """This thread waits from now on."""
        self._began[get_ident()] = time.monotonic()

    def leave(self) -> bool:
        """This thread waits no longer; whether it was in time."""
        return time.monotonic() - self._began.pop(get_ident()) <= self.limit_seconds


class Turns:
    """Lets a number of threads work at the same time; the others wait for their turn, first come, first served."""

    def __init__(self, count: int) -> None:
        # A queue of turns is a semaphore in C: Python's own costs more than a microsecond a call.
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)

    def __enter__(self) -> None:
        """Take a turn."""
        self._free.get()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""
        self._free.put(None)

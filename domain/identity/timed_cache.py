"""A small memory of what was looked up a moment ago, in one process."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class TimedCache(Generic[Key, Value]):
    """Keeps up to `size` values, each for `lifetime_seconds`; the oldest makes room. Threads may share it."""

    def __init__(self, lifetime_seconds: float, size: int, tick: Callable[[], float] = time.monotonic) -> None:
        self._lifetime_seconds = lifetime_seconds
        self._size = size
        self._tick = tick
        self._kept: dict[Key, tuple[float, Value]] = {}
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value, or None where it was never kept or is too old."""
        kept = self._kept.get(key)
        return None if kept is None or self._tick() >= kept[0] else kept[1]

    def put(self, key: Key, value: Value) -> None:
        """Keep a value from now on."""
        with self._lock:
            self._kept.pop(key, None)
            while len(self._kept) >= self._size:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = (self._tick() + self._lifetime_seconds, value)

    def drop(self, key: Key) -> None:
        """Forget a value."""
        with self._lock:
            self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)

"""Locks that a test holds for a while: given back in the end, so that who waits for ever fails and does not hang."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

AT_MOST_SECONDS = 15


@contextmanager
def given_back(give_back: Callable[[], object]) -> Iterator[None]:
    """Call it when the block ends, or when that takes too long."""
    timer = threading.Timer(AT_MOST_SECONDS, give_back)
    timer.start()
    try:
        yield
    finally:
        if timer.is_alive():
            timer.cancel()
            give_back()


@contextmanager
def taken_turn(database_file: Path) -> Iterator[None]:
    """Inside, the turn to write to this SQLite database is another process's: a lock of its own descriptor."""
    descriptor = os.open(database_file.with_name(database_file.name + "-turn"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with given_back(lambda: os.close(descriptor)):
        yield

"""Taking turns before writing to SQLite.

SQLite lets one writer in at a time and makes the others sleep and try again, which can starve a process for seconds.
A lock file gives processes their turn in order instead. It is only a turn, never the safety: `BEGIN IMMEDIATE` is
beneath it, and a process that dies gives its turn back.
"""

import fcntl
import os
import threading
from pathlib import Path
from types import TracebackType


class WriteTurn:
    """A context manager: inside it, no other thread or process that uses it on the same database writes."""

    def __init__(self, database_file: Path) -> None:
        self._path = database_file.with_name(database_file.name + "-turn")
        self._threads = threading.Lock()
        self._descriptor = -1
        self._process = 0

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            # A descriptor inherited over fork would share its lock with the parent.
            if self._process != os.getpid():
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
                self._process = os.getpid()
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._threads.release()

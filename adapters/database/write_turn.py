"""Taking turns before writing to SQLite.

SQLite lets one writer in at a time and makes the others sleep and try again, which can starve a process for seconds.
A lock file gives processes their turn in order instead. It is only a turn, never the safety: `BEGIN IMMEDIATE` is
beneath it, and a process that dies gives its turn back.
"""

import fcntl
import os
import threading
import time
import weakref
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from sqlalchemy.exc import TimeoutError as TurnTimeoutError


class WriteTurn:
    """A context manager: inside it, no other thread or process that uses it on the same database writes.

    Raises `sqlalchemy.exc.TimeoutError` where the turn does not come in time.
    """

    def __init__(self, database_file: Path, timeout_seconds: float) -> None:
        self._path = database_file.with_name(database_file.name + "-turn")
        self._timeout_seconds = timeout_seconds
        self._threads = threading.Lock()
        self._file: _FileLock | None = None
        self._process = 0

    def __enter__(self) -> None:
        until = time.monotonic() + self._timeout_seconds
        if not self._threads.acquire(timeout=self._timeout_seconds):
            raise TurnTimeoutError
        try:
            # A descriptor inherited over fork would share its lock with the parent.
            if self._file is None or self._process != os.getpid():
                self._file, self._process = _FileLock(self._path), os.getpid()
            self._file.acquire(until)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.release()
        self._threads.release()


class _FileLock:
    """The lock of a file, for one thread at a time, which need not wait for it longer than it wants to.

    The system's call can't be told when to stop waiting, so where the lock is not free a thread of its own waits in it.
    Where nobody wants the lock any more when it comes, that thread gives it back.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        # A unit of work has no end that it is told of.
        weakref.finalize(self, os.close, self._descriptor)
        self._changed = threading.Condition()
        self._is_waited_for = self._is_wanted = self._has_come = False

    def acquire(self, until: float) -> None:
        """Take the lock; raises `TurnTimeoutError` where it did not come until then (`time.monotonic`)."""
        with self._changed:
            if not self._is_waited_for:
                with suppress(BlockingIOError):
                    fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                self._is_waited_for = True
                threading.Thread(target=self._wait, name="write-turn", daemon=True).start()
            self._is_wanted = True
            self._changed.wait_for(lambda: not self._is_waited_for, until - time.monotonic())
            has_come, self._is_wanted, self._has_come = self._has_come, False, False
        if not has_come:
            raise TurnTimeoutError

    def release(self) -> None:
        """Give the lock back."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _wait(self) -> None:
        has_come = False
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            has_come = True
        finally:
            with self._changed:
                self._is_waited_for, self._has_come = False, has_come and self._is_wanted
                if has_come and not self._is_wanted:
                    self.release()
                self._changed.notify()

"""A wish to stop, from SIGTERM or Ctrl-C, for programs that finish what they have in hand first."""

import signal
import threading


class Stop:
    """Becomes wanted when the process is told to stop; a second time ends it at once, as without this."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._want)

    @property
    def is_wanted(self) -> bool:
        """Whether the process was told to stop."""
        return self._wanted.is_set()

    def wait(self, timeout_seconds: float) -> bool:
        """Sleep this long, or until the process is told to stop; whether it was."""
        return self._wanted.wait(timeout_seconds)

    def _want(self, number: int, _frame: object) -> None:
        self._wanted.set()
        signal.signal(number, signal.SIG_DFL)

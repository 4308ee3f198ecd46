"""The program by a clock that a test moves on; the product itself knows no such thing.

It is started by `python -m tests.services.told_clock COMMAND`, as `loyalty-gateway COMMAND` otherwise. The clock is put in
place when this module is imported, so that every process that serves has it.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.clock import SystemClock
from gateway.cli import main

FILE_VARIABLE = "TOLD_CLOCK_FILE"
PROGRAM = (sys.executable, "-m", "tests.services.told_clock")


class ToldClock:
    """The machine's time, and the days that this file says are over."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.days = 0

    @property
    def settings(self) -> dict[str, str]:
        """What the program needs to find the file, whatever the folder that it is started in."""
        root = Path(__file__).resolve().parents[2]
        return {FILE_VARIABLE: str(self._file), "PYTHONPATH": str(root)}

    @property
    def milliseconds(self) -> int:
        """The moment that it is now, as messages have it."""
        return int((datetime.now(UTC) + timedelta(days=self.days)).timestamp() * 1000)

    def wait(self, days: int) -> None:
        """Let these days pass, for every process of the program at once."""
        self.days += days
        self._file.write_text(str(self.days))


def _told(_: SystemClock) -> datetime:
    file = Path(os.environ[FILE_VARIABLE])
    return datetime.now(UTC) + timedelta(days=int(file.read_text()) if file.exists() else 0)


if FILE_VARIABLE in os.environ:
    setattr(SystemClock, "now", _told)  # noqa: B010 - no type allows this, and that is right

if __name__ == "__main__":
    main()

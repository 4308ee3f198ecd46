"""One line that says how far a measurement is."""

import sys
import time


class Progress:
    """Writes to standard error, so that what is printed can go to a file: in place on a terminal, else line by line."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._done = 0
        self._began = time.monotonic()

    def step(self, what: str) -> None:
        """Say that this is being measured now."""
        self._done += 1
        seconds = time.monotonic() - self._began
        left = f", {seconds / (self._done - 1) * (self._steps - self._done + 1):.0f} s left" if self._done > 1 else ""
        self._write(f"[{self._done}/{self._steps}{left}] {what}")

    def say(self, what: str) -> None:
        """Say what is being done before or after measuring."""
        self._write(what)

    def end(self) -> None:
        """Take the line away."""
        if sys.stderr.isatty():
            self._write("")

    def _write(self, text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
        else:
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

"""The file beside an import that says which lines were refused, and why."""

import csv
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from domain.errors import InvalidInput

HEADER = ("line", "field", "reason")


class ErrorFile:
    """A context manager; the file is there as soon as a line was refused, and only then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: TextIO | None = None
        if path.exists():
            path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, line: int, problem: InvalidInput) -> None:
        """Write that this line was refused."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(HEADER)
        csv.writer(self._file).writerow((line, problem.field, problem.sentence))
        self.count += 1

    def flush(self) -> None:
        """Put what was written so far where others can read it."""
        if self._file:
            self._file.flush()

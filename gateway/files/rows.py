"""Reading a CSV file row by row: bounded memory, a line number for each row, and a clear word where one can't be read."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from domain.errors import InvalidInput
from domain.text import echo
from gateway.files.columns import Column, names_of

LONGEST_CELL = 16_384
"""In characters; a quotation mark that is never closed swallows no more of the file than this."""

_DELIMITERS = (",", ";", "\t")
_CODECS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and its cells by column; or the `problem` that it has instead."""

    line: int
    cells: Mapping[str, str]
    problem: InvalidInput | None = None


class RowFile:
    """A file with a header, opened for reading; commas, semicolons and tabs are told apart by the header.

    A context manager. `header` has the columns that the file gives, in its order.
    """

    def __init__(self, path: Path, columns: Sequence[Column], encoding: str = "utf-8") -> None:
        """Read the header; raises `InvalidInput` where the file can't be read or lacks a column."""
        self.path = path
        csv.field_size_limit(LONGEST_CELL)
        try:
            self._binary: BinaryIO = path.open("rb")
            self.size_bytes = path.stat().st_size
        except OSError as error:
            raise InvalidInput(f"{echo(str(path))} can't be read: {error.strerror}.", field="file") from None
        try:
            self._text = io.TextIOWrapper(self._binary, self._codec(encoding), "surrogateescape", newline="")
            self.header = self._read_header(columns)
        except BaseException:
            self._binary.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._text.close()

    @property
    def bytes_read(self) -> int:
        """How far the file has been read, for a progress bar."""
        return min(self._binary.tell(), self.size_bytes)

    def rows(self) -> Iterator[Row]:
        """The rows after the header; empty lines are passed over."""
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield Row(line, {}, self._unreadable(line))
                continue
            if cells:
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self.header):
            return Row(line, {}, _wrong_length(len(cells), len(self.header)))
        if not _is_text(cells):
            return Row(line, {}, InvalidInput("The row is not in the file's encoding; see --encoding.", field="file"))
        return Row(line, dict(zip(self.header, cells, strict=True)))

    def _unreadable(self, line: int) -> InvalidInput:
        last = self._reader.line_num
        until = f" to {last}" if last > line else ""
        return InvalidInput(
            f'Line {line}{until} has a quotation mark that is not closed, or text after a closed one; write " as "".',
            field="file",
        )

    def _codec(self, encoding: str) -> str:
        start = self._binary.read(2)
        self._binary.seek(0)
        try:
            name = codecs.lookup(encoding).name
        except LookupError:
            raise InvalidInput(
                f"encoding {echo(encoding)!r} is not known; give utf-8 or cp1252.", field="encoding"
            ) from None
        if name == "utf-8":
            return _CODECS.get(start, "utf-8-sig")
        return name

    def _read_header(self, columns: Sequence[Column]) -> list[str]:
        first = self._text.readline()
        delimiter = max(_DELIMITERS, key=first.count)
        rest = csv.reader(_with_first(first, self._text), delimiter=delimiter, strict=True)
        self._reader = rest
        header = [name.strip().lower() for name in next(rest, [])]
        known = names_of(columns)
        needed = [column.name for column in columns if column.is_needed and column.name not in header]
        unknown = [name for name in header if name not in known]
        twice = {name for name in header if header.count(name) > 1}
        if not header or needed:
            missing = ", ".join(needed)
            raise InvalidInput(
                f"{echo(self.path.name)} has no column {missing} in its first line; --template prints one that fits.",
                field="file",
            )
        if unknown or twice:
            told = f"a column {echo(unknown[0])!r}" if unknown else f"two columns {min(twice)}"
            raise InvalidInput(f"{echo(self.path.name)} has {told}; the columns are: {', '.join(known)}.", field="file")
        return header


def _with_first(first: str, rest: io.TextIOWrapper) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _wrong_length(cells: int, wanted: int) -> InvalidInput:
    return InvalidInput(f"The row has {cells} cells, the header {wanted}; give each column a cell.", field="file")


def _is_text(cells: list[str]) -> bool:
    """Whether every byte of the row could be read; one that could not is a lone surrogate."""
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return False
    return True

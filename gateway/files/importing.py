"""Taking a file in: batch by batch, each whole or not at all.

Nothing is remembered beside the data. A row that is there already, as it is in the file, is passed over, so an import
that was killed is started again with the same command and goes on; and a file whose refused lines were corrected is
given again as a whole.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from domain.errors import InvalidInput
from domain.recorded import Recorded, RowResult
from gateway.files.columns import Column
from gateway.files.error_file import ErrorFile
from gateway.files.rows import Row, RowFile

BATCH_ROWS = 500
"""Rows of one transaction: under a tenth of a second, for on SQLite the tills wait meanwhile."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ImportKind(Generic[Item]):
    """A kind of file: its columns, how a row is read, and how a batch is recorded in one transaction.

    `read` raises `InvalidInput`. `record` takes the items and the columns that the file gives.
    """

    columns: Sequence[Column]
    read: Callable[[Mapping[str, str]], Item]
    record: Callable[[Sequence[Item], Collection[str]], Sequence[RowResult]]


@dataclass(slots=True)
class ImportReport:
    """How many rows became what; `errors` is the file with the refused lines, or None where there are none."""

    counts: dict[Recorded, int] = field(default_factory=lambda: dict.fromkeys(Recorded, 0))
    refused: int = 0
    errors: Path | None = None

    @property
    def rows(self) -> int:
        """All rows that were read."""
        return sum(self.counts.values()) + self.refused


def errors_beside(path: Path) -> Path:
    """Where the refused lines of a file are told."""
    return path.with_name(path.name + ".errors.csv")


def import_file(
    path: Path,
    kind: ImportKind[Item],
    *,
    encoding: str = "utf-8",
    report: ImportReport | None = None,
    advance: Callable[[RowFile], None] = lambda _: None,
) -> ImportReport:
    """Take the file in; returns what became of its rows, and keeps `report` up to date meanwhile.

    `advance` is called after each batch, which is durable then. Raises `InvalidInput` where the file can't be read at
    all, and `StoreUnavailable`; in both cases what was recorded before stays.
    """
    told = report or ImportReport()
    with RowFile(path, kind.columns, encoding) as file, ErrorFile(errors_beside(path)) as errors:
        for batch in _batches(file.rows()):
            _record(batch, kind, file.header, errors, told)
            errors.flush()
            told.refused = errors.count
            told.errors = errors.path if errors.count else None
            advance(file)
    return told


def _record(
    batch: Sequence[Row], kind: ImportKind[Item], header: Collection[str], errors: ErrorFile, told: ImportReport
) -> None:
    problems: dict[int, InvalidInput] = {}
    items: list[Item] = []
    lines: list[int] = []
    for row in batch:
        try:
            if row.problem:
                raise row.problem
            items.append(kind.read(row.cells))
            lines.append(row.line)
        except InvalidInput as problem:
            problems[row.line] = problem
    for line, result in zip(lines, kind.record(items, header) if items else (), strict=True):
        if isinstance(result, InvalidInput):
            problems[line] = result
        else:
            told.counts[result] += 1
    for line in sorted(problems):
        errors.add(line, problems[line])


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch

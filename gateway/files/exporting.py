"""Giving out rows as a CSV file."""

import csv
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

from domain.errors import InvalidInput
from domain.text import echo
from gateway.files.columns import Column, names_of

Item = TypeVar("Item")

STANDARD_OUTPUT = Path("-")


def export_file(
    path: Path, columns: Sequence[Column], items: Iterable[Item], row: Callable[[Item], Sequence[str]], *, replace: bool
) -> int:
    """Write the header and a row per item, UTF-8 with commas; returns how many rows.

    The file appears when it is whole, readable by this user only: it may hold personal data. Raises `InvalidInput`
    where it is there already and may not be replaced, or can't be written. `-` is the standard output.
    """
    with _opened(path, replace=replace) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names_of(columns))
        count = 0
        for item in items:
            writer.writerow(row(item))
            count += 1
    return count


@contextmanager
def _opened(path: Path, *, replace: bool) -> Iterator[TextIO]:
    if path == STANDARD_OUTPUT:
        yield sys.stdout
        return
    if path.exists() and not replace:
        raise InvalidInput(f"{echo(str(path))} is there already; add --replace to overwrite it.", field="file")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise InvalidInput(f"{echo(str(path))} can't be written: {error.strerror}.", field="file") from None
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

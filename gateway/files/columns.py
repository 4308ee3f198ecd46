"""Columns of the files: documented here once, for the templates, the help and the export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and an example of it."""

    name: str
    says: str
    example: str = ""
    is_needed: bool = False


def names_of(columns: Iterable[Column]) -> list[str]:
    """The names, as they stand in a header."""
    return [column.name for column in columns]


def help_on(columns: Sequence[Column]) -> str:
    """A paragraph for a command's help: each column with what it holds."""
    width = max(len(column.name) for column in columns)
    lines = [f"  {column.name:<{width}}  {column.says}{' (needed)' if column.is_needed else ''}" for column in columns]
    return "\n".join(["\b", "Columns:", *lines])

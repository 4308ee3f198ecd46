"""What is wrong in the books, and on which row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is not as it must be: its table, its key there, and what is wrong, as a sentence."""

    table: str
    row: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.sentence}"


class BooksDamaged(Exception):
    """The database cannot be read to its end; the message is the database's own, for whoever looks after it."""

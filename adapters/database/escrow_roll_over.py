"""Rolling over points whose waiting is done, where no update or purchase did it before: a member at a time."""

from datetime import datetime

from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.movement_ids import MovementIds
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Books
from domain.clock import to_microseconds

_DUE = """
SELECT a.programme_id, a.number FROM escrow_lot l JOIN account a ON a.id = l.account_id
WHERE l.state = 'open' AND l.due_at <= ? ORDER BY l.due_at LIMIT ?"""


class EscrowRollOver:
    """Finds what is due and settles it, each member in one transaction; several workers at once do no harm."""

    def __init__(self, due: DuePoints, ids: MovementIds, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._due = due
        self._ids = ids
        self._reader = reader
        self._unit_of_work = unit_of_work

    def __call__(self, now: datetime, limit: int) -> int:
        """Roll over what is due at `now`, of up to `limit` tickets; returns how many were found."""
        found = self._reader.rows(_DUE, (to_microseconds(now), limit))
        for programme_id, number in sorted({(row[0], row[1]) for row in found}):
            with self._unit_of_work.hot_transaction() as hot:
                books = Books(self._ids.within(hot))
                self._due.settle(hot, books, programme_id, number, now)
                write_books(hot, books.changes, now)
        return len(found)

"""Statements of one transaction on the driver's own cursor: what the ledger's hot road runs.

On PostgreSQL, statements that give no rows are sent without waiting for their results; the next read, or the commit,
collects them. A statement that fails then fails everything after it, and the error comes out there.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from adapters.database.engine import Store

Rows = list[Any]


class HotTransaction:
    """Runs fixed statements, written with `?`, on one connection; values never enter the text."""

    def __init__(self, store: Store, connection: Any) -> None:
        self._sql = store.sql
        self._connection = connection
        self._is_sqlite = store.is_sqlite
        self._cursor = self._connection.cursor()
        self._pipeline: Any = None

    @contextmanager
    def pipeline(self) -> Iterator[None]:
        """The driver's pipeline, where it has one; everything sent is done when it ends."""
        if self._is_sqlite:
            yield
            return
        with self._connection.pipeline() as self._pipeline:
            yield

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """All rows of a query."""
        return self.ask(statement, values)()

    def ask(self, statement: str, values: Sequence[Any] = ()) -> Callable[[], Rows]:
        """Send a query; what is returned waits for its rows. Queries asked one after the other share a trip."""
        if self._is_sqlite:
            found = self._cursor.execute(statement, values).fetchall()
            return lambda: found
        # In a pipeline, a cursor that sends again forgets the rows that it was waiting for.
        cursor = self._connection.cursor()
        cursor.execute(self._sql(statement), values)

        def fetch() -> Rows:
            # Without it the server takes the transaction for one that is busy, and keeps its locks for a process that
            # hangs from here on. Those that were asked for together come together.
            if self._pipeline and cursor.description is None:
                self._pipeline.sync()
            found: Rows = cursor.fetchall()
            return found

        return fetch

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement that gives no rows."""
        self._cursor.execute(self._sql(statement), values)

    def execute_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values; nothing for no rows."""
        if len(rows) == 1:
            self._cursor.execute(self._sql(statement), rows[0])
        elif rows:
            self._cursor.executemany(self._sql(statement), rows)

"""Statements of one transaction on the driver's own cursor: what the ledger's hot road runs.

On PostgreSQL, statements that give no rows are sent without waiting for their results; the next read, or the commit,
collects them. A statement that fails then fails everything after it, and the error comes out there.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from adapters.database.engine import Store


class HotTransaction:
    """Runs fixed statements, written with `?`, on one connection; values never enter the text."""

    def __init__(self, store: Store, connection: Any) -> None:
        self._sql = store.sql
        self._connection = connection.driver_connection
        self._is_sqlite = store.is_sqlite
        self._cursor = self._connection.cursor() if store.is_sqlite else None

    def pipeline(self) -> AbstractContextManager[Any]:
        """The driver's pipeline, where it has one; everything sent is done when it ends."""
        return nullcontext() if self._is_sqlite else self._connection.pipeline()

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query."""
        cursor = self._cursor or self._connection.cursor()
        cursor.execute(self._sql(statement), values)
        return list(cursor.fetchall())

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement that gives no rows."""
        cursor = self._cursor or self._connection.cursor()
        cursor.execute(self._sql(statement), values)

    def execute_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values; nothing for no rows."""
        if self._cursor and len(rows) > 1:
            self._cursor.executemany(self._sql(statement), rows)
            return
        for values in rows:
            self.execute(statement, values)

"""Reading on the driver's own cursor: no transaction to begin or end, no ORM, statements prepared by the driver."""

from collections.abc import Sequence
from typing import Any

from adapters.database.engine import Store
from adapters.database.store_errors import AWAY, TIMED_OUT
from domain.errors import StoreUnavailable


class Reader:
    """Runs fixed SELECTs, written with `?`; values never enter the text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows. A connection that has died is replaced once; raises `StoreUnavailable` where that fails too.

        So it does where the statement, or the wait for a connection, took as long as it may: the caller has waited.
        """
        try:
            return self._rows(statement, values)
        except TIMED_OUT as error:
            raise StoreUnavailable from error
        except AWAY:
            self._store.forget_connections()
        try:
            return self._rows(statement, values)
        except AWAY as error:
            raise StoreUnavailable from error

    def row(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The first row, or None."""
        rows = self.rows(statement, values)
        return rows[0] if rows else None

    def _rows(self, statement: str, values: Sequence[Any]) -> list[Any]:
        connections = self._store.read_connections
        connection = connections.lend()
        try:
            cursor = connections.cursor(connection)
            cursor.execute(self._store.sql(statement), values)
            found = list(cursor.fetchall())
        except TIMED_OUT:
            connections.take_back(connection)
            raise
        except AWAY:
            connections.discard(connection)
            raise
        except BaseException:
            connections.take_back(connection)
            raise
        connections.take_back(connection)
        return found

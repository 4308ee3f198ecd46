"""The unit of work: the one place that begins, commits and rolls back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection

from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.store_errors import store_errors
from adapters.database.write_turn import WriteTurn


class UnitOfWork:
    """Transactions on one store. What was done inside is durable when the block ends, or undone where it raises."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = WriteTurn(store.file, store.lock_timeout_seconds) if store.file else nullcontext()
        self._begin = "BEGIN IMMEDIATE" if store.is_sqlite else "BEGIN ISOLATION LEVEL READ COMMITTED"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction for SQLAlchemy statements; raises `StoreUnavailable` where the store is away or busy."""
        with store_errors(), self._turn, self._store.writes.connect() as connection:
            connection.exec_driver_sql(self._begin)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                if not _rolls_back(lambda: connection.connection.cursor()):  # noqa: PLW0108 - each step may fail
                    connection.invalidate()
                    self._store.forget_connections()
                raise

    def on_driver(self, connection: Connection) -> HotTransaction:
        """Fixed statements inside the transaction that `transaction` has given."""
        return HotTransaction(self._store, connection.connection.dbapi_connection)

    @contextmanager
    def hot_transaction(self) -> Iterator[HotTransaction]:
        """A transaction on the driver itself, for the hot road. The driver's errors come out as they are (`AWAY`)."""
        connections = self._store.write_connections
        with self._turn:
            connection = connections.lend()
            try:
                hot = HotTransaction(self._store, connection)
                with hot.pipeline():
                    hot.execute(self._begin)
                    yield hot
                    hot.execute("COMMIT")
            except BaseException:
                if _rolls_back(connection.cursor):
                    connections.take_back(connection)
                else:
                    connections.discard(connection)
                    self._store.forget_connections()
                raise
            connections.take_back(connection)


def _rolls_back(cursor: Callable[[], Any]) -> bool:
    """Undo what was begun; where even that can't be done, the connection is good for nothing: closing it undoes it."""
    try:
        cursor().execute("ROLLBACK")
    except Exception:  # noqa: BLE001 - whatever it is, the first error is the one to report
        return False
    return True

"""Connections of the driver itself, for what runs without SQLAlchemy: reads and the ledger's hot road.

SQLAlchemy's pool lends them too, but for 20 us each time, a third of a balance enquiry on SQLite. It still opens each
connection, so that pragmas and session settings are in one place.
"""

from collections import deque
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class Connections(Protocol):
    """Lends connections, each to one thread at a time; every one that was lent is taken back or discarded."""

    def lend(self) -> Any:
        """A connection that nobody else has; raises `sqlalchemy.exc.TimeoutError` where none comes free in time."""

    def take_back(self, connection: Any) -> None:
        """Have a connection back that is fit to be lent again."""

    def discard(self, connection: Any) -> None:
        """Close a connection that is not."""

    def close(self) -> None:
        """Close those that nobody has."""


class ReadConnections(Connections, Protocol):
    """Lends them to be read from."""

    def cursor(self, connection: Any) -> Any:
        """A cursor of a connection that is lent, for one statement at a time."""


class OwnConnections:
    """At most `size` of them, open until they are closed here; the one that came back last is lent first."""

    def __init__(self, engine: Engine, size: int, timeout_seconds: float) -> None:
        self._engine = engine
        self._timeout_seconds = timeout_seconds
        # A queue of places is a semaphore in C: Python's own costs several microseconds a call.
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(size):
            self._places.put(None)
        self._idle: deque[Any] = deque()
        self._cursors: dict[Any, Any] = {}

    def lend(self) -> Any:
        """See the protocol."""
        try:
            self._places.get(timeout=self._timeout_seconds)
        except Empty:
            raise PoolTimeoutError from None
        try:
            return self._idle.pop()
        except IndexError:
            pass
        try:
            return self._open()
        except BaseException:
            self._places.put(None)
            raise

    def cursor(self, connection: Any) -> Any:
        """See the protocol; it is kept with its connection, as psycopg takes 15 us to make one."""
        return self._cursors[connection]

    def take_back(self, connection: Any) -> None:
        """See the protocol."""
        self._idle.append(connection)
        self._places.put(None)

    def discard(self, connection: Any) -> None:
        """See the protocol."""
        self._shut(connection)
        self._places.put(None)

    def close(self) -> None:
        """See the protocol."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return
            self._shut(connection)

    def _shut(self, connection: Any) -> None:
        self._cursors.pop(connection, None)
        with suppress(Exception):
            connection.close()

    def _open(self) -> Any:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.dbapi_connection
        pooled.detach()
        self._cursors[connection] = connection.cursor()
        return connection


class SharedConnections:
    """Those of the engine's own pool, where nothing may be open beside them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lend(self) -> Any:
        """See the protocol."""
        return self._engine.raw_connection()

    def cursor(self, connection: Any) -> Any:
        """See the protocol."""
        return connection.cursor()

    def take_back(self, connection: Any) -> None:
        """See the protocol."""
        connection.close()

    def discard(self, connection: Any) -> None:
        """See the protocol."""
        connection.invalidate()
        connection.close()

    def close(self) -> None:
        """See the protocol; the engine closes them."""

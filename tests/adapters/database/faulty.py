"""A driver whose statements fail when they are told to: the edge between the program and a disk, a lock or a network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.database.connections import Connections


@dataclass
class Plan:
    """Which statement of those that follow fails, how, and whether every later try fails there too."""

    place: int | None = None
    error: Callable[[], Exception] = RuntimeError
    for_ever: bool = False
    after: bool = False
    """The statement is done, and its answer is lost."""
    seen: list[str] = field(default_factory=list)

    def run(self, statement: str, work: Callable[[], Any]) -> Any:
        """Do the work of a statement, or fail."""
        if statement.startswith("BEGIN"):
            self.seen.clear()
        self.seen.append(statement)
        if self.place != len(self.seen) - 1:
            return work()
        if not self.for_ever:
            self.place = None
        if self.after:
            work()
        raise self.error()


class FaultyCursor:
    """A cursor of the driver's that follows the plan; undoing never fails."""

    def __init__(self, cursor: Any, plan: Plan) -> None:
        self._cursor, self._plan = cursor, plan

    def execute(self, statement: str, *values: Any) -> Any:
        """Run a statement, or fail."""
        if statement == "ROLLBACK":
            return self._cursor.execute(statement)
        return self._plan.run(statement, lambda: self._cursor.execute(statement, *values))

    def executemany(self, statement: str, *values: Any) -> Any:
        """Run a statement for many rows, or fail."""
        return self._plan.run(statement, lambda: self._cursor.executemany(statement, *values))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class FaultyConnection:
    """A connection of the driver's whose cursors follow the plan."""

    def __init__(self, connection: Any, plan: Plan) -> None:
        self.real, self._plan = connection, plan

    def cursor(self) -> FaultyCursor:
        """A cursor that follows the plan."""
        return FaultyCursor(self.real.cursor(), self._plan)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


class FaultyConnections:
    """Lends connections of another source that follow the plan."""

    def __init__(self, source: Connections, plan: Plan) -> None:
        self._source, self._plan = source, plan

    def lend(self) -> Any:
        """See the protocol."""
        return FaultyConnection(self._source.lend(), self._plan)

    def take_back(self, connection: Any) -> None:
        """See the protocol."""
        self._source.take_back(connection.real)

    def discard(self, connection: Any) -> None:
        """See the protocol."""
        self._source.discard(connection.real)

    def close(self) -> None:
        """See the protocol."""
        self._source.close()

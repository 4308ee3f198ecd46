"""What an operation asks of the database: its statements, the time they take, and their plans."""

import itertools
import re
import time
from collections.abc import Sequence
from typing import Any

import psycopg

from adapters.database.engine import Store
from adapters.database.reading import Reader

_UNWANTED = re.compile(r"^SCAN (?!k$|found$|CONSTANT)|Seq Scan on")


class Listener(Reader):
    """A reader that keeps what it was asked, and how long the answers took, in seconds."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.opened = store
        self.seconds = 0.0
        self.heard: dict[str, Sequence[Any]] = {}

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """See `Reader`."""
        self.heard.setdefault(statement, values)
        began = time.perf_counter()
        found = super().rows(statement, values)
        self.seconds += time.perf_counter() - began
        return found

    def plans(self) -> list[str]:
        """The plan of each statement heard so far, run for PostgreSQL with the rows and pages it touched."""
        return [plan_of(self.opened, *each) for each in self.heard.items()]


def scans_in(plan: str) -> list[str]:
    """The lines of a plan that read a whole table or index."""
    return [line for line in plan.splitlines() if _UNWANTED.search(line.strip())]


def plan_of(store: Store, statement: str, values: Sequence[Any]) -> str:
    """How the database answers this statement with these values."""
    if store.is_sqlite:
        found = Reader(store).rows(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(str(row[3]) for row in found)
    places = itertools.count(1)
    numbered = re.sub(r"\?", lambda _: f"${next(places)}", statement)
    connection = store.reads.raw_connection()
    try:
        cursor = psycopg.ClientCursor(connection.driver_connection)  # type: ignore[arg-type]
        cursor.execute(f"PREPARE explained AS {numbered}")
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE explained({marks})", values)
        return "\n".join(str(row[0]) for row in cursor.fetchall())
    finally:
        connection.invalidate()

"""How the database answers a statement: its plan, and how much of the data that touches."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from adapters.database.engine import Store

_UNWANTED = re.compile(r"^SCAN (?!k$|found$|CONSTANT|\d+-ROW VALUES)|Seq Scan on")
_SCAN = re.compile(r"Scan (?:using|on) .*rows=(\d+) loops=(\d+)")
_REMOVED = re.compile(r"Rows Removed by Filter: (\d+)")
_PAGES = re.compile(r"shared hit=(\d+)(?: read=(\d+))?|shared read=(\d+)")
# As the driver sends them: in a list of rows, the server can't tell what they are compared with.
_TYPES = {int: "bigint", bytes: "bytea"}
_EXPLAINED = ("SELECT", "UPDATE", "WITH")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as the database tells it.

    `touched` are the rows that were looked at in tables and indexes; SQLite tells the steps of its machine instead, some
    ten for each row. `pages` of 8 kB are PostgreSQL's, found in memory or not.
    """

    text: str
    touched: int
    pages: int = 0


def scans_in(text: str) -> list[str]:
    """The lines of a plan that read a whole table or index."""
    return [line for line in text.splitlines() if _UNWANTED.search(line.strip())]


def is_explained(statement: str) -> bool:
    """Whether a statement looks anything up: what is merely inserted has no plan to speak of."""
    return statement.lstrip().startswith(_EXPLAINED)


def plan_of(store: Store, statement: str, values: Sequence[Any]) -> Plan:
    """Run this statement with these values, and undo what it changes."""
    return _sqlite_plan(store, statement, values) if store.is_sqlite else _postgresql_plan(store, statement, values)


def _sqlite_plan(store: Store, statement: str, values: Sequence[Any]) -> Plan:
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection = store.writes.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        lines = [str(row[3]) for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()]
        connection.driver_connection.set_progress_handler(step, 1)  # type: ignore[union-attr]
        cursor.execute(statement, values).fetchall()
        connection.driver_connection.set_progress_handler(None, 1)  # type: ignore[union-attr]
        cursor.execute("ROLLBACK")
    finally:
        connection.invalidate()
    return Plan("\n".join(lines), steps)


def _postgresql_plan(store: Store, statement: str, values: Sequence[Any]) -> Plan:
    places = itertools.count(1)
    numbered = re.sub(r"\?", lambda _: f"${next(places)}", statement)
    connection = (store.reads if statement.lstrip().startswith("SELECT") else store.writes).raw_connection()
    try:
        cursor = psycopg.ClientCursor(connection.driver_connection)  # type: ignore[arg-type]
        cursor.execute("BEGIN")
        types = ", ".join(_TYPES.get(type(value), "unknown") for value in values)
        cursor.execute(f"PREPARE explained{f' ({types})' if types else ''} AS {numbered}")
        marks = f"({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE explained{marks}", values)
        text = "\n".join(str(row[0]) for row in cursor.fetchall())
        cursor.execute("ROLLBACK")
    finally:
        connection.invalidate()
    return Plan(text, _rows_in(text), _pages_in(text))


def _rows_in(text: str) -> int:
    """Rows that scans gave, and those that they looked at and left out, in all their loops."""
    rows, loops = 0, 1
    for line in text.splitlines():
        if scan := _SCAN.search(line):
            loops = int(scan[2])
            rows += int(scan[1]) * loops
        elif "actual time" in line:
            loops = 1
        elif removed := _REMOVED.search(line):
            rows += int(removed[1]) * loops
    return rows


def _pages_in(text: str) -> int:
    """The pages of the outermost step, which are those of all."""
    found = _PAGES.search(text)
    return sum(int(pages) for pages in found.groups() if pages) if found else 0

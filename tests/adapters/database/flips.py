"""Changing single values of the books behind the gateway's back: triggers, foreign keys and append-only rules are off."""

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from adapters.database.engine import Store, sqlite_module
from adapters.database.tables import metadata

Row = dict[str, Any]


@contextmanager
def harmful(store: Store) -> Iterator["Harm"]:
    """A connection that nothing keeps from changing anything."""
    if store.is_sqlite:
        with closing(sqlite_module().connect(store.file, isolation_level=None)) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            yield Harm(connection, "?")
        return
    address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("movement", "entry"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield Harm(connection, "%s")


class Harm:
    """Reads and changes rows of any table."""

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection = connection
        self._mark = mark

    def rows(self, table: str) -> list[Row]:
        """All rows, by their key."""
        names = list(metadata.tables[table].columns.keys())
        found = self._connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {', '.join(keys_of(table))}")
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def run(self, statement: str) -> None:
        """Run this statement."""
        self._connection.execute(statement)

    def change(self, table: str, row: Row, column: str, value: Any) -> bool:
        """Give the row, which is there as it is given, another value; whether the database takes it."""
        where = " AND ".join(f"{name} = {self._mark}" for name in keys_of(table))
        statement = f"UPDATE {table} SET {column} = {self._mark} WHERE {where}"
        try:
            done = self._connection.execute(statement, (value, *(row[name] for name in keys_of(table))))
        except (psycopg.errors.UniqueViolation, sqlite_module().IntegrityError):
            return False
        assert done.rowcount == 1, (table, column, row)
        return True


def keys_of(table: str) -> list[str]:
    """The columns of the primary key."""
    return [column.name for column in metadata.tables[table].primary_key]


def flips(column: str, value: Any, places: int = 3) -> list[Any]:
    """The value with one bit turned over, in several places, each time the same."""
    dice = random.Random(f"{column} {value}")  # noqa: S311 - any bit will do
    if value is None:
        return [1]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        # As 0 and 1 stand for no and yes, 2 and more stand for nothing.
        return [value ^ 1, value ^ (1 << dice.randrange(8, 31)), ~value]
    if isinstance(value, bytes):
        return [_flipped_bytes(value, dice.randrange(len(value)), 1 << dice.randrange(8)) for _ in range(places)]
    return [_flipped_text(value, place) for place in dice.sample(range(len(value)), min(places, len(value)))] or ["x"]


def _flipped_bytes(value: bytes, place: int, bit: int) -> bytes:
    return value[:place] + bytes([value[place] ^ bit]) + value[place + 1 :]


def _flipped_text(value: str, place: int) -> str:
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]

"""An SQLite that is older than the bundled one answers the same statements alike."""

import sqlite3
from contextlib import closing

from adapters.database.engine import sqlite_module
from adapters.database.old_sqlite import make_up_for

JOINED = "SELECT string_agg(column1, ' ') FROM (VALUES ('b'), (NULL), ('a')) WHERE column1 > ?"


def test_texts_are_joined_as_a_newer_sqlite_joins_them() -> None:
    with closing(sqlite3.connect(":memory:")) as old, closing(sqlite_module().connect(":memory:")) as bundled:
        make_up_for((3, 40, 1), old)
        for after, joined in (("", "b a"), ("a", "b"), ("b", None)):
            told = {connection.execute(JOINED, (after,)).fetchone() for connection in (old, bundled)}
            assert told == {(joined,)}

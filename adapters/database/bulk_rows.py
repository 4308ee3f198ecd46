"""Writing many rows of a table with one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table


def put_rows(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    key: Sequence[str] = (),
    change: Sequence[str] = (),
) -> None:
    """Insert the rows, which all name the same columns.

    With `key`, a row whose key is there already gets its `change` columns instead, and is locked either way; no two of
    the rows may then share a key.
    """
    if not rows:
        return
    names = list(rows[0])
    into = f"INSERT INTO {table.name} ({', '.join(names)})"
    changes = ", ".join(f"{name} = excluded.{name}" for name in change)
    on_conflict = f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}" if key else ""
    if connection.dialect.name == "sqlite":
        values = [tuple(row[name] for name in names) for row in rows]
        connection.exec_driver_sql(f"{into} VALUES ({', '.join('?' * len(names))}){on_conflict}", values)
        return
    # A column at a time: the driver would take longer to read thousands of placeholders than the server to write the rows.
    arrays = ", ".join(f"%s::{table.c[name].type.compile(connection.dialect).split()[0]}[]" for name in names)
    columns = tuple([row[name] for row in rows] for name in names)
    statement = f"{into} SELECT * FROM unnest({arrays}){on_conflict}"  # noqa: S608 - names of tables and columns only
    connection.exec_driver_sql(statement, columns)

"""PostgreSQL without the indexes and constraints of some tables, for as long as many rows are written to them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection

# Foreign keys of other tables that lean on a primary key here are among them.
_CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), contype::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('f', 'p', 'u') AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[]))
ORDER BY array_position(ARRAY['f', 'u', 'p'], contype::text), conname"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[])
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
ORDER BY 1"""


class _Constraint(NamedTuple):
    table: str
    name: str
    kind: str
    definition: str


@contextmanager
def indexes_away(connection: Connection, tables: Sequence[str], advance: Callable[[str], None]) -> Iterator[None]:
    """Inside the block these tables have no index, no key and no foreign key; after it, all that they had before.

    Runs in the caller's transaction, which locks the tables: where the block raises, a rollback brings all back.
    `advance` is told which index is being built.
    """
    names = list(tables)
    constraints = [_Constraint(*row) for row in connection.exec_driver_sql(_CONSTRAINTS, (names, names))]
    indexes = [tuple(row) for row in connection.exec_driver_sql(_INDEXES, (names,))]
    for each in constraints:
        connection.exec_driver_sql(f"ALTER TABLE {each.table} DROP CONSTRAINT {each.name}")
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for each in reversed(constraints):
        if each.kind == "f":
            continue
        advance(each.name)
        connection.exec_driver_sql(f"ALTER TABLE {each.table} ADD CONSTRAINT {each.name} {each.definition}")
    for name, definition in indexes:
        advance(name)
        connection.exec_driver_sql(definition)
    for each in constraints:
        if each.kind == "f":
            advance(each.name)
            connection.exec_driver_sql(f"ALTER TABLE {each.table} ADD CONSTRAINT {each.name} {each.definition}")

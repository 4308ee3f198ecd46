"""Movements and entries stay as they were written, whatever statement comes."""

import pytest
from sqlalchemy.exc import DBAPIError

from adapters.database.engine import Store
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from tests.adapters.database.conftest import World

EVERYWHERE = (
    "UPDATE movement SET moved = 1",
    "UPDATE movement SET reason = 'another' WHERE id = 1",
    "UPDATE entry SET amount = 1",
    "DELETE FROM movement",
    "DELETE FROM entry WHERE sequence = 1",
    "WITH gone AS (SELECT 1) DELETE FROM entry",
    "INSERT INTO entry SELECT * FROM entry WHERE true ON CONFLICT (account_id, sequence) DO UPDATE SET amount = 1",
    "INSERT INTO movement SELECT * FROM movement WHERE true ON CONFLICT (id) DO UPDATE SET moved = 1",
)
ON_SQLITE = (
    "REPLACE INTO entry SELECT account_id, sequence, movement_id, 1, 1, previous_hash, hash FROM entry",
    "INSERT OR REPLACE INTO movement SELECT * FROM movement",
    "UPDATE OR REPLACE entry SET amount = 1",
)
ON_POSTGRESQL = (
    "TRUNCATE entry",
    "TRUNCATE movement, entry CASCADE",
    "SET session_replication_role = replica; DELETE FROM entry",
)


def statements_for(store: Store) -> tuple[str, ...]:
    return EVERYWHERE + (ON_SQLITE if store.is_sqlite else ON_POSTGRESQL)


def test_movements_and_entries_can_not_be_changed(database_world: World) -> None:
    store = database_world.store
    assert store
    database_world.account()
    database_world.till().send("1", "5")
    before = books(store)
    for statement in statements_for(store):
        with pytest.raises(DBAPIError, match="append-only"), UnitOfWork(store).transaction() as connection:
            connection.exec_driver_sql(statement)
        assert books(store) == before, statement
    assert len(before) == 2


def books(store: Store) -> list[list[str]]:
    reader = Reader(store)
    return [[str(row) for row in reader.rows(f"SELECT * FROM {table}")] for table in ("movement", "entry")]

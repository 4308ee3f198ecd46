"""Movements and entries stay as they were written, whatever statement comes."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from adapters.database.backup_postgresql import back_up_postgresql, restore_postgresql
from adapters.database.backup_sqlite import back_up_sqlite, restore_sqlite
from adapters.database.engine import Store, sqlite_module
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from tests.adapters.database.conftest import World

EVERYWHERE = (
    "UPDATE movement SET moved = 1",
    "UPDATE movement SET reason = 'another' WHERE id = 1",
    "UPDATE entry SET amount = 1",
    "UPDATE movement SET id = id + 1000",
    "UPDATE entry SET account_id = account_id + 1000, sequence = sequence + 1",
    "UPDATE entry SET hash = hash",
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
    "UPDATE OR IGNORE movement SET moved = 1",
    "REPLACE INTO movement SELECT * FROM movement WHERE id = (SELECT MAX(id) FROM movement)",
)
ON_POSTGRESQL = (
    "TRUNCATE entry",
    "TRUNCATE movement, entry CASCADE",
    "SET session_replication_role = replica; DELETE FROM entry",
    "MERGE INTO entry e USING movement m ON m.id = e.movement_id WHEN MATCHED THEN UPDATE SET amount = 1",
    "MERGE INTO entry e USING movement m ON m.id = e.movement_id WHEN MATCHED THEN DELETE",
    "DELETE FROM ONLY movement",
    "WITH gone AS (DELETE FROM entry RETURNING *) SELECT COUNT(*) FROM gone",
)
PRAGMAS = ("recursive_triggers = OFF", "recursive_triggers = ON", "ignore_check_constraints = ON")


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


def test_whatever_the_connection_is_set_to(database_world: World) -> None:
    store = database_world.store
    assert store
    database_world.account()
    database_world.till().send("1", "5")
    before = books(store)
    for pragma in PRAGMAS if store.is_sqlite else ():
        for statement in statements_for(store):
            with closing(sqlite_module().connect(store.file, isolation_level=None)) as connection:
                connection.execute(f"PRAGMA {pragma}")
                with pytest.raises(sqlite_module().DatabaseError, match="append-only"):
                    connection.execute(statement)
    assert books(store) == before


def test_in_a_restored_database_too(database_world: World, tmp_path: Path) -> None:
    store, file = database_world.store, tmp_path / "shop.backup"
    assert store
    database_world.account()
    database_world.till().send("1", "5")
    before = books(store)
    (back_up_sqlite if store.is_sqlite else back_up_postgresql)(store, file, lambda *_: None)
    store.forget_connections()
    (restore_sqlite if store.is_sqlite else restore_postgresql)(store, file, lambda *_: None, replace=True)
    store.forget_connections()
    for statement in statements_for(store):
        with pytest.raises(DBAPIError, match="append-only"), UnitOfWork(store).transaction() as connection:
            connection.exec_driver_sql(statement)
    assert books(store) == before


def books(store: Store) -> list[list[str]]:
    reader = Reader(store)
    return [[str(row) for row in reader.rows(f"SELECT * FROM {table}")] for table in ("movement", "entry")]

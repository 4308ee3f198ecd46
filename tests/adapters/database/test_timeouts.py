"""What waits for the database waits so long and no longer, leaves nothing behind, and is well again afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.database.engine import Store, open_store
from adapters.database.engine_postgresql import ENDLESS, Patience
from adapters.database.ledger import DatabaseLedger
from adapters.database.reading import Reader
from adapters.database.store_errors import AWAY
from adapters.database.unit_of_work import UnitOfWork
from adapters.database.write_turn import WriteTurn
from domain.accounts.outcome import Outcome
from domain.errors import StoreUnavailable
from tests.adapters.database.conftest import World
from tests.adapters.database.test_ledger_races import counted
from tests.builders import Till
from tests.services.blocking import given_back, taken_turn

LOCK = "SELECT 1 FROM account FOR UPDATE"


@contextmanager
def another(world: World, lock_seconds: float = 60.0, patience: Patience = ENDLESS, size: int = 1) -> Iterator[Store]:
    """The store of another process on the same database."""
    assert world.store
    url = world.store.url.render_as_string(hide_password=False)
    store = open_store(url, pool_size=size, lock_timeout_seconds=lock_seconds, patience=patience)
    yield store
    store.close()


def till_on(store: Store, world: World) -> Till:
    return World(DatabaseLedger(store, UnitOfWork(store)), world.add).till()


@contextmanager
def locked_rows(store: Store) -> Iterator[None]:
    with store.writes.connect() as other:
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql(LOCK)
        with given_back(lambda: other.exec_driver_sql("ROLLBACK")):
            yield


def backend(store: Store) -> int:
    with UnitOfWork(store).hot_transaction() as hot:
        return int(hot.rows("SELECT pg_backend_pid()")[0][0])


@pytest.fixture
def postgresql_world(database_world: World) -> World:
    assert database_world.store
    if database_world.store.is_sqlite:
        pytest.skip("SQLite has no such time-out")
    return database_world


def test_a_statement_on_a_blocked_row_is_stopped(postgresql_world: World) -> None:
    postgresql_world.account()
    assert postgresql_world.store
    with another(postgresql_world, patience=Patience(0.3, 0)) as store:
        till, process = till_on(store, postgresql_world), backend(store)
        with locked_rows(postgresql_world.store), pytest.raises(StoreUnavailable):
            till.send("sale", "1")
        assert counted(postgresql_world, "SELECT COUNT(*) FROM movement") == 0
        assert till.send("sale", "1").outcome is Outcome.SUCCESS
        assert backend(store) == process, "the connection was good"
    assert counted(postgresql_world, "SELECT balance FROM account") == 1_0000


def test_a_read_that_takes_too_long_is_stopped_and_not_begun_again(postgresql_world: World) -> None:
    with another(postgresql_world, patience=Patience(0.4, 0)) as store:
        reader = Reader(store)
        (process,) = reader.row("SELECT pg_backend_pid()")
        began = time.monotonic()
        with pytest.raises(StoreUnavailable):
            reader.row("SELECT pg_sleep(3)")
        assert 0.3 < time.monotonic() - began < 0.75
        assert reader.row("SELECT pg_backend_pid()") == (process,)


def test_a_transaction_that_hangs_is_undone_and_lets_others_go_on(postgresql_world: World) -> None:
    postgresql_world.account()
    with another(postgresql_world, patience=Patience(0, 0.5)) as hanging, another(postgresql_world, 8) as store:
        till = till_on(store, postgresql_world)

        def hang() -> None:
            with UnitOfWork(hanging).hot_transaction() as hot:
                hot.rows("UPDATE account SET description = 'hanging' RETURNING 1")
                assert till.send("sale", "1").outcome is Outcome.SUCCESS

        with pytest.raises(AWAY):
            hang()
        assert till_on(hanging, postgresql_world).send("sale 2", "1").outcome is Outcome.SUCCESS
    assert counted(postgresql_world, "SELECT COUNT(*) FROM account WHERE description = 'hanging'") == 0


def test_a_turn_that_does_not_come_is_not_waited_for(database_world: World) -> None:
    assert database_world.store
    file = database_world.store.file
    if file is None:
        pytest.skip("PostgreSQL has no turns")
    database_world.account()
    with another(database_world, 0.3) as store:
        till = till_on(store, database_world)
        with taken_turn(file):
            for _ in range(2):
                with pytest.raises(StoreUnavailable):
                    till.send("sale", "1")
        assert counted(database_world, "SELECT COUNT(*) FROM movement") == 0
        # What came when nobody waited any more was given back: another process has its turn.
        with WriteTurn(file, 5):
            pass
        assert till.send("sale", "1").outcome is Outcome.SUCCESS
        with taken_turn(file):
            pass


def test_a_pool_that_is_used_up_is_answered_in_time_and_kept(database_world: World) -> None:
    database_world.account()
    with another(database_world, 0.3) as store:
        till, reader = till_on(store, database_world), Reader(store)
        used = store.read_connections.lend()
        began = time.monotonic()
        with pytest.raises(StoreUnavailable):
            reader.row("SELECT 1")
        assert time.monotonic() - began < 0.58
        store.read_connections.take_back(used)
        assert reader.row("SELECT 1") == (1,)
        assert store.read_connections.lend() is used
        store.read_connections.take_back(used)
        writing = store.write_connections.lend()
        with pytest.raises(StoreUnavailable):
            till.send("sale", "1")
        store.write_connections.take_back(writing)
        assert till.send("sale", "1").outcome is Outcome.SUCCESS

"""The driver's connections: how many there are, who waits, and what becomes of those that broke."""

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from adapters.database import engine
from adapters.database.connections import OwnConnections
from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.outcome import Outcome
from tests.adapters.database.conftest import World
from tests.adapters.database.test_ledger_races import counted, together


@pytest.fixture
def small_store(database_url: str) -> Iterator[Store]:
    """A store of two connections for reading and two for writing, for which nobody waits long."""
    store = open_store(database_url, pool_size=2, lock_timeout_seconds=0.3)
    yield store
    store.close()


def test_the_one_that_came_back_last_is_lent_first_and_no_more_than_the_size_are_open(small_store: Store) -> None:
    connections = small_store.read_connections
    first, second = connections.lend(), connections.lend()
    assert first is not second
    with pytest.raises(PoolTimeoutError):
        connections.lend()
    connections.take_back(first)
    assert connections.lend() is first
    connections.take_back(second)
    connections.take_back(first)


def test_who_waits_gets_the_first_that_comes_back(small_store: Store) -> None:
    connections = small_store.read_connections
    first, second = connections.lend(), connections.lend()
    later = threading.Timer(0.05, connections.take_back, [second])
    later.start()
    assert connections.lend() is second
    later.join()
    connections.take_back(first)
    connections.take_back(second)


def test_a_discarded_one_is_closed_and_makes_room(small_store: Store) -> None:
    connections = small_store.read_connections
    for _ in range(5):
        connection = connections.lend()
        connections.discard(connection)
        with pytest.raises(Exception, match="closed"):
            connection.cursor().execute("SELECT 1")


def test_each_has_one_cursor_until_it_is_discarded(small_store: Store) -> None:
    connections = small_store.read_connections
    first, second = connections.lend(), connections.lend()
    cursor = connections.cursor(first)
    assert cursor.connection is first
    assert connections.cursor(second).connection is second
    connections.take_back(first)
    assert connections.lend() is first
    assert connections.cursor(first) is cursor
    connections.discard(first)
    third = connections.lend()
    assert connections.cursor(third).connection is third
    assert third is not first
    connections.take_back(second)
    connections.take_back(third)
    connections.close()
    assert not connections._cursors  # type: ignore[attr-defined]


def test_one_that_can_not_be_opened_takes_no_room(small_store: Store) -> None:
    connections = OwnConnections(small_store.reads, 1, 0.1)
    kept = connections._open
    connections._open = lambda: 1 // 0  # type: ignore[method-assign]
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            connections.lend()
    connections._open = kept  # type: ignore[method-assign]
    connections.discard(connections.lend())


def test_transactions_and_reads_that_fail_take_no_room(small_store: Store) -> None:
    unit_of_work, reader = UnitOfWork(small_store), Reader(small_store)
    for _ in range(5):
        with pytest.raises(Exception, match="nothing"), unit_of_work.hot_transaction() as hot:
            hot.rows("SELECT * FROM nothing")
        with pytest.raises(Exception, match="nothing"), unit_of_work.hot_transaction():
            raise KeyError("nothing")
        with pytest.raises(Exception, match=r"nothing|not available"):  # SQLite does not tell the two apart
            reader.rows("SELECT * FROM nothing")
    with unit_of_work.hot_transaction() as hot:
        assert hot.rows("SELECT COUNT(*) FROM movement")[0][0] == 0
    assert reader.row("SELECT COUNT(*) FROM movement")[0] == 0


def test_connections_that_the_server_ended_are_replaced(database_world: World) -> None:
    store = database_world.store
    assert store
    if store.is_sqlite:
        pytest.skip("there is no server")
    database_world.account()
    till = database_world.till()
    for sale in range(4):
        assert till.send(str(sale), "1").outcome is Outcome.SUCCESS
        assert counted(database_world, "SELECT COUNT(*) FROM movement") == sale + 1
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loyalty-gateway'"
        url = store.url.render_as_string(hide_password=False)
        with closing(open_store(url)) as other, other.writes.connect() as connection:
            connection.exec_driver_sql(f"{end} AND pid <> pg_backend_pid()")


def test_an_old_sqlite_is_served_with_one_connection(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engine, "SQLITE_SAFE", (99, 0, 0))
    opened: list[Any] = []
    module = engine.sqlite_module()
    connect = module.connect

    def count(*arguments: Any, **named: Any) -> Any:
        opened.append(connect(*arguments, **named))
        return opened[-1]

    monkeypatch.setattr(module, "connect", count)
    store = open_store(migrated_sqlite_url)
    assert "older than 3.51.3" in caplog.text
    reader, unit_of_work = Reader(store), UnitOfWork(store)

    def use(_: int) -> None:
        for _ in range(5):
            with unit_of_work.hot_transaction() as hot:
                hot.execute("UPDATE account SET balance = 0")
            with unit_of_work.transaction() as connection:
                connection.exec_driver_sql("UPDATE account SET balance = 0")
            assert reader.row("SELECT COUNT(*) FROM account")[0] == 0

    together(8, use)
    store.close()
    assert len(opened) == 1

"""What a `NonceLog` promises, asked of the fake, of SQLite and of PostgreSQL, by threads and by processes."""

import multiprocessing
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from adapters.database.engine import Store, open_store
from adapters.database.identity_tables import ws_nonce
from adapters.database.nonce_log import CLEAN_AT_MOST, DatabaseNonceLog
from adapters.database.unit_of_work import UnitOfWork
from domain.identity.ports import NonceLog
from tests.builders import TestClock
from tests.fakes.nonce_log import FakeNonceLog

MINUTE = timedelta(minutes=1)


@dataclass
class Logged:
    """A log, and the clocks that it goes by."""

    log: NonceLog
    clock: TestClock


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def logged(request: pytest.FixtureRequest) -> Iterator[Logged]:
    clock = TestClock()
    if request.param == "fake":
        yield Logged(FakeNonceLog(clock), clock)
        return
    store = open_store(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield Logged(log_on(store, clock), clock)
    store.close()


def log_on(store: Store, clock: TestClock) -> DatabaseNonceLog:
    return DatabaseNonceLog(store, UnitOfWork(store), clock, lambda: clock.now().timestamp())


def count(store: Store) -> int:
    with store.reads.connect() as connection:
        return int(connection.exec_driver_sql("SELECT COUNT(*) FROM ws_nonce").scalar_one())


def test_a_nonce_is_used_once(logged: Logged) -> None:
    until = logged.clock.now() + MINUTE
    assert logged.log.use(b"one", until)
    assert not logged.log.use(b"one", until)
    assert not logged.log.use(b"one", until + MINUTE)
    assert logged.log.use(b"two", until)
    assert logged.log.use(b"\x00\xff", until)


def test_a_nonce_is_remembered_until_its_time(logged: Logged) -> None:
    until = logged.clock.now() + 10 * MINUTE
    logged.log.use(b"one", until)
    for _ in range(10):
        logged.clock.advance(minutes=1)
        assert not logged.log.use(b"one", until)


def test_old_nonces_are_removed_as_new_ones_come(database_url: str) -> None:
    clock = TestClock()
    store = open_store(database_url)
    log = log_on(store, clock)
    for number in range(20):
        log.use(b"old %d" % number, clock.now() + MINUTE)
    log.use(b"young", clock.now() + 5 * MINUTE)
    clock.advance(minutes=2)
    assert log.use(b"new", clock.now() + MINUTE)
    assert count(store) == 2
    store.close()


def test_many_old_nonces_are_removed_in_bounded_steps(database_url: str) -> None:
    clock = TestClock()
    store = open_store(database_url)
    with UnitOfWork(store).transaction() as connection:
        rows = [{"nonce_key": b"%d" % number, "keep_until": 0} for number in range(2 * CLEAN_AT_MOST + 1)]
        connection.execute(insert(ws_nonce), rows)
    log_on(store, clock).use(b"new", clock.now() + MINUTE)
    assert count(store) == 1
    store.close()


def test_of_many_connections_at_once_one_wins(database_url: str) -> None:
    clock = TestClock()
    stores = [open_store(database_url) for _ in range(4)]
    barrier = threading.Barrier(8)
    won: list[tuple[int, bool]] = []

    def race(log: DatabaseNonceLog) -> None:
        barrier.wait()
        won.extend((number, log.use(b"nonce %d" % number, clock.now() + MINUTE)) for number in range(25))

    threads = [threading.Thread(target=race, args=(log_on(store, clock),)) for store in stores for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 8 * 25
    assert sorted(number for number, is_first in won if is_first) == list(range(25))
    for store in stores:
        store.close()


def test_of_two_processes_at_once_one_wins(database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    with context.Pool(2, initializer=_remember, initargs=(start,)) as pool:
        first, second = pool.map(_use_many, [database_url] * 2, chunksize=1)
    assert [one ^ other for one, other in zip(first, second, strict=True)] == [True] * 50


_START: list[Any] = []


def _remember(start: Any) -> None:
    _START.append(start)


def _use_many(url: str) -> list[bool]:
    store = open_store(url)
    clock = TestClock()
    log = DatabaseNonceLog(store, UnitOfWork(store), clock)
    _START[0].wait(30)
    used = [log.use(b"nonce %d" % number, clock.now() + MINUTE) for number in range(50)]
    store.close()
    return used

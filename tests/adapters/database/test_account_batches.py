"""Accounts that a worker takes together: none is in the way of the others, on both databases."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import Any

import pytest

from adapters.database import account_batches
from adapters.database.engine import Store, open_store
from adapters.database.expired_holds import DatabaseExpiredHolds
from adapters.database.expired_points import DatabaseExpiredPoints
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.lapse_holds import LapseHolds
from domain.errors import StoreUnavailable
from tests.adapters.database.faulty import FaultyConnections, Plan
from tests.adapters.database.test_point_expiry import RULES, Shop
from tests.adapters.database.ticket_world import ticket_world
from tests.gateway.test_store_away import eventually

ACCOUNTS = 12


@pytest.fixture(params=[1, 5, 20])
def shop(database_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Accounts with 10 points each that are over."""
    monkeypatch.setattr(account_batches, "TOGETHER", request.param)
    with ticket_world(database_url) as world:
        opened = Shop(world, '{"months": 1}')
        add_accounts(opened, "A", ACCOUNTS)
        opened.clock.advance(days=32)
        yield opened


def add_accounts(shop: Shop, name: str, count: int) -> None:
    for number in range(count):
        shop.records.account(f"{name}-{number}", customer_number="101", balance="10")


def set_unit(shop: Shop, number: str, unit: str) -> None:
    """An account of an unknown unit can't be read."""
    with shop.records.work.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE account SET unit = '{unit}' WHERE number = '{number}'")


def job(shop: Shop, store: Store) -> DatabaseExpiredPoints:
    return DatabaseExpiredPoints(store, shop.records.reader, UnitOfWork(store), shop.world.rules)


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_one_that_fails_does_not_stop_the_others(shop: Shop, limit: int, caplog: pytest.LogCaptureFixture) -> None:
    """Planted: where what fails alone is raised, or is not set aside, the others wait behind it."""
    set_unit(shop, "A-3", "broken")
    mine = job(shop, shop.records.store)
    with caplog.at_level(logging.ERROR):
        found = [mine.expire(shop.clock.now(), limit) for _ in range(ACCOUNTS + 4)]
    assert found[-1] == 0
    assert shop.expiries() == [10] * (ACCOUNTS - 1)
    ((number,),) = shop.records.reader.rows("SELECT number FROM account WHERE id = ?", (caplog.records[0].account_id,))  # type: ignore[attr-defined]
    assert (number, len(caplog.records)) == ("A-3", 1)
    set_unit(shop, "A-3", "points")
    assert mine.expire(shop.clock.now(), limit) == 0
    assert shop.work() == 1
    assert shop.expiries() == [10] * ACCOUNTS


def test_no_hold_and_no_escrow_waits_for_an_account_that_fails(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    world, records = shop.world, shop.records
    world.set_rules(RULES.format(5, "null"))
    for number, card in (("1", "63350001"), ("2", "63350002")):
        world.send(f"R-{number}", "30.00", card_number=card)
        shop.till(f"A-{number}").send(f"T-{number}", "5")
        shop.till(f"A-{number}").hold(f"H-{number}", "-2")
    shop.clock.advance(days=20)
    for broken in ("A-1", "L-1"):
        set_unit(shop, broken, "broken")
    holds = LapseHolds(DatabaseExpiredHolds(records.store, records.reader, records.work), shop.clock)
    with caplog.at_level(logging.ERROR):
        assert [holds(), holds()] == [2, 0]
        assert [world.books.roll_over(shop.clock.now(), 10) for _ in range(2)] == [2, 0]
    assert len(caplog.records) == 2
    assert (records.count("movement", "kind = 'release'"), world.balances("L-2")[:2]) == (1, [30, 0])
    for broken in ("A-1", "L-1"):
        set_unit(shop, broken, "points")


def test_where_all_fail_it_is_not_the_accounts(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_batches, "SET_ASIDE_LIMIT", 3)
    for number in range(ACCOUNTS):
        set_unit(shop, f"A-{number}", "broken")
    mine = job(shop, shop.records.store)
    with pytest.raises(ValueError, match="broken"):
        mine.expire(shop.clock.now(), 100)
    for number in range(ACCOUNTS):
        set_unit(shop, f"A-{number}", "points")
    assert shop.work() == ACCOUNTS + 2


def test_a_batch_that_fails_is_taken_apart(shop: Shop) -> None:
    """A driver's fault at each statement of a batch in its turn: no points are lost or expire twice."""
    store, places = shop.records.store, 0
    while True:
        add_accounts(shop, f"B{places}", 2)
        shop.clock.advance(days=32)
        plan = Plan(place=places)
        faulty = replace(store, write_connections=FaultyConnections(store.write_connections, plan))
        job(shop, faulty).expire(shop.clock.now(), 100)
        assert shop.expiries() == [10] * (ACCOUNTS + 2 * (places + 1))
        shop.world.check_books()
        if plan.place is not None:
            break
        places += 1
    assert places > 5


def test_a_store_that_is_away_is_not_taken_for_a_fault_of_accounts(shop: Shop) -> None:
    store, plan = shop.records.store, Plan(place=2, for_ever=True, error=StoreUnavailable)
    mine = job(shop, replace(store, write_connections=FaultyConnections(store.write_connections, plan)))
    with pytest.raises(StoreUnavailable):
        mine.expire(shop.clock.now(), 100)
    assert shop.expiries() == []
    plan.place = None
    assert mine.expire(shop.clock.now(), 100) == ACCOUNTS + 2


@dataclass
class Pause(Plan):
    """The worker stops for a while once it has read the accounts of its batch."""

    reached: Event = field(default_factory=Event)
    goes_on: Event = field(default_factory=Event)

    def run(self, statement: str, work: Callable[[], Any]) -> Any:
        """See `Plan`."""
        if "settled AS" in statement:
            self.reached.set()
            self.goes_on.wait(30)
        return work()


@pytest.mark.parametrize("kind", [DatabaseExpiredPoints, DatabaseExpiryNotices])
def test_a_till_waits_for_the_batch_that_has_its_account(
    database_url: str, kind: type[DatabaseExpiredPoints | DatabaseExpiryNotices]
) -> None:
    """Planted: without its locks, a batch writes figures that it read before a till moved them."""
    with ticket_world(database_url) as world:
        shop, plan = Shop(world, '{"months": 1, "noticeDays": 10}'), Pause()
        add_accounts(shop, "A", ACCOUNTS)
        shop.clock.advance(days=25 if kind is DatabaseExpiryNotices else 32)
        store = shop.records.store
        faulty = replace(store, write_connections=FaultyConnections(store.write_connections, plan))
        mine, now = kind(faulty, shop.records.reader, UnitOfWork(faulty), world.rules), shop.clock.now()
        work = mine.announce if isinstance(mine, DatabaseExpiryNotices) else mine.expire
        threads = [Thread(target=work, args=(now, 100)), Thread(target=shop.till("A-3").send, args=("T-1", "5"))]
        threads[0].start()
        assert plan.reached.wait(30)
        threads[1].start()
        threads[1].join(0.5)
        plan.goes_on.set()
        for thread in threads:
            thread.join(30)
        assert shop.records.count("movement", "transaction_id = 'T-1'") == 1
        world.check_books()


class TestPostgreSQL:
    @pytest.fixture
    def database_url(self, migrated_postgresql_url: str) -> str:
        return migrated_postgresql_url

    def test_one_that_a_till_has_locked_keeps_nobody_waiting(self, shop: Shop) -> None:
        """Planted: without SKIP LOCKED those behind it wait with it, and so does every till that wants one of them."""
        with locked(shop, "A-3") as let_go:
            pass_of_worker = Thread(target=shop.work)
            pass_of_worker.start()
            assert eventually(lambda: len(shop.expiries()) == ACCOUNTS - 1)
            assert pass_of_worker.is_alive()
            let_go()
            pass_of_worker.join(30)
        assert shop.expiries() == [10] * ACCOUNTS

    def test_one_that_is_locked_for_good_is_set_aside(self, shop: Shop, database_url: str) -> None:
        store = open_store(database_url, lock_timeout_seconds=0.2)
        mine = job(shop, store)
        with locked(shop, "A-3"):
            assert mine.expire(shop.clock.now(), 100) == ACCOUNTS + 2
            assert mine.expire(shop.clock.now(), 100) == 0
        store.close()
        assert shop.work() == 1
        assert shop.expiries() == [10] * ACCOUNTS


@contextmanager
def locked(shop: Shop, number: str) -> Iterator[Callable[[], object]]:
    """Another transaction has this account; what is given lets it go, and so does the end."""
    connection = shop.records.store.writes.connect()
    try:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql(f"SELECT 1 FROM account WHERE number = '{number}' FOR UPDATE")
        yield lambda: connection.exec_driver_sql("ROLLBACK")
    finally:
        connection.exec_driver_sql("ROLLBACK")
        connection.close()

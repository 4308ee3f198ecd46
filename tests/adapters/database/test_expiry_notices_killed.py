"""Workers that die while they announce what is about to expire announce nothing twice, and the next ones finish."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import StoreUnavailable
from tests.adapters.database.faulty import FaultyConnections, Plan
from tests.adapters.database.killed_workers import run_two
from tests.adapters.database.test_expiry_notices import MONTH, announce, points
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.ticket_world import ticket_world
from tests.builders import TestClock

ACCOUNTS = 30


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """Accounts with 10 points each that expire in a week."""
    with ticket_world(database_url) as world:
        opened = Shop(world, MONTH)
        for member in "12":
            opened.till(f"L-{member}").send("T-1", "10")
        for number in range(2, ACCOUNTS):
            opened.records.account(f"A-{number}", customer_number="101", balance="10")
        opened.clock.advance(days=25)
        yield opened


def test_workers_that_are_killed_midway(shop: Shop, database_url: str) -> None:
    found, statements = [], 3
    while not run_two(announce_all, database_url, shop.clock.now(), statements):
        shop.world.check_books()
        found.append(len(points(shop)))
        statements = statements * 3 // 2
    assert any(0 < count < ACCOUNTS for count in found), found
    assert announce(shop) == 0
    assert points(shop) == [10] * ACCOUNTS


def announce_all(store: Store, clock: TestClock) -> None:
    """Announce all that is to be announced, in batches."""
    while job(store).announce(clock.now(), 7):
        pass


def job(store: Store) -> DatabaseExpiryNotices:
    """A worker's job of its own."""
    work, reader = UnitOfWork(store), Reader(store)
    return DatabaseExpiryNotices(store, reader, work, DatabaseEarningRules(reader, work))


def test_a_fault_at_any_statement_leaves_nothing_behind(shop: Shop) -> None:
    plan = Plan(for_ever=True, error=StoreUnavailable)
    store = shop.records.store
    faulty = replace(store, write_connections=FaultyConnections(store.write_connections, plan))
    plan.place = 0
    while plan.place is not None:
        try:
            job(faulty).announce(shop.clock.now(), 1)
        except StoreUnavailable:
            assert points(shop) == []
            assert shop.records.count("expiry_announcement") == 0
            plan.place += 1
        else:
            plan.place = None
    assert "COMMIT" in plan.seen
    assert points(shop) == [10]

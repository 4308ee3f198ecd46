"""Workers that die while they enter points that have expired enter nothing twice, and the next ones finish."""

from collections.abc import Iterator

import pytest

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store
from adapters.database.expired_points import DatabaseExpiredPoints
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from tests.adapters.database.killed_workers import run_two
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.ticket_world import ticket_world
from tests.builders import TestClock

ACCOUNTS = 30


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """Accounts with 10 points each that are over."""
    with ticket_world(database_url) as world:
        opened = Shop(world, '{"months": 1}')
        for number in range(ACCOUNTS):
            opened.records.account(f"A-{number}", customer_number="101", balance="10")
        opened.clock.advance(days=32)
        yield opened


def test_workers_that_are_killed_midway(shop: Shop, database_url: str) -> None:
    found, statements = [], 3
    while not run_two(expire, database_url, shop.clock.now(), statements):
        shop.world.check_books()
        found.append(len(shop.expiries()))
        statements = statements * 3 // 2
    assert any(0 < count < ACCOUNTS for count in found), found
    assert shop.work() == 0
    assert shop.expiries() == [10] * ACCOUNTS
    assert not shop.records.count("account", "account_type = 'customerLoyaltyAccount' AND balance <> 0")


def expire(store: Store, clock: TestClock) -> None:
    """Enter all that has expired, in batches."""
    work, reader = UnitOfWork(store), Reader(store)
    job = DatabaseExpiredPoints(store, reader, work, DatabaseEarningRules(reader, work))
    while job.expire(clock.now(), 7):
        pass

"""Processes that die while they merge accounts leave each merge whole or undone, and the next ones finish."""

from collections.abc import Iterator

import pytest

from adapters.database.engine import Store
from domain.accounts.account import AccountType
from domain.accounts.merge_accounts import MergeAccounts
from tests.adapters.database.conftest import merges_of
from tests.adapters.database.killed_workers import run_two
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TicketWorld, ticket_world
from tests.builders import TestClock

PAIRS = 12


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """Pairs of accounts with 10 points and 5, and a member with points that count for a tier."""
    with ticket_world(database_url) as made:
        assert made.records
        for number in range(PAIRS):
            made.records.account(f"A-{number}", balance="10")
            made.records.account(f"B-{number}", balance="5")
        made.send("R-1", "70.00")
        made.clock.advance(days=31)
        yield made


def test_merges_that_are_killed_midway(world: TicketWorld, database_url: str) -> None:
    found, statements = [], 3
    while not run_two(merge_all, database_url, world.clock.now(), statements):
        world.check_books()
        found.append(merged(world))
        statements = statements * 3 // 2
    assert any(0 < count < PAIRS for count in found), found
    assert merged(world) == PAIRS
    assert world.balances("L-1") == [0, 0, 0, 0]
    assert world.balances("L-2") == [70, 0, 70, 0]


def merged(world: TicketWorld) -> int:
    """How many pairs are merged; each has its 15 points in any case, and nothing in between."""
    assert world.records
    rows = world.records.reader.rows("SELECT number, balance, status, merged_into_id FROM account ORDER BY id DESC")
    found = {number: (balance // 10_000, status, into is not None) for number, balance, status, into in rows}
    pairs = [(found[f"A-{number}"], found[f"B-{number}"]) for number in range(PAIRS)]
    whole, apart = ((0, "CLOSED", True), (15, "ACTIVE", False)), ((10, "ACTIVE", False), (5, "ACTIVE", False))
    assert all(pair in {whole, apart} for pair in pairs), pairs
    return pairs.count(whole)


def merge_all(store: Store, clock: TestClock) -> None:
    """Merge every pair; what another process has merged is the same again."""
    merge = MergeAccounts(merges_of(store), clock)
    for number, into in [(f"A-{number}", f"B-{number}") for number in range(PAIRS)] + [("L-1", "L-2")]:
        merge(CLUB, AccountType.LOYALTY, number, into, reason="killed", operator="anne")

"""Workers that die while they look at tiers that have ended leave whole members behind, and the next ones finish."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import open_store
from adapters.database.reading import Reader
from adapters.database.tier_resets import DatabaseTierResets
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import StoreUnavailable
from domain.purchases.reset_tiers import ResetTiers
from tests.adapters.database.faulty import FaultyConnections, Plan
from tests.adapters.database.test_tier_ends import AFTER, ended_points, history, look_again, rows, rules
from tests.adapters.database.ticket_world import TicketWorld, ticket_world
from tests.builders import TestClock
from tests.gateway.cli.dying import processes

MEMBERS = 40


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """Members whose tier and year of points have ended, and points of whom have waited since before that."""
    with ticket_world(database_url) as opened:
        assert opened.records
        opened.set_rules(rules("each-year"))
        for number in range(MEMBERS):
            opened.records.customer(f"M{number}")
            opened.records.account(f"A-{number}", customer_number=f"M{number}")
            opened.send(f"R-{number}", "2500.00", card_number="", customer_number=f"M{number}")
        opened.set_rules(rules("each-year", escrow=20))
        for number in range(MEMBERS):
            opened.send(f"S-{number}", "5.00", card_number="", customer_number=f"M{number}")
        opened.clock.moment = AFTER + timedelta(hours=1)
        yield opened


def whole(world: TicketWorld) -> int:
    """How many members are done; each has all of it or nothing."""
    points, dropped, rolled = (
        {each for (each,) in rows(world, statement)}
        for statement in (
            "SELECT a.number FROM movement m JOIN account a ON a.id = m.account_id WHERE m.kind = 'expiry'",
            "SELECT a.number FROM tier_change c JOIN account a ON a.id = c.account_id WHERE c.reason = 'dropped'",
            "SELECT a.number FROM escrow_lot l JOIN account a ON a.id = l.account_id WHERE l.state = 'rolled'",
        )
    )
    assert points == dropped == rolled
    world.check_books()
    return len(points)


def assert_done_once(world: TicketWorld) -> None:
    assert whole(world) == MEMBERS
    assert ended_points(world) == [-2505] * MEMBERS
    assert [change[2:4] for change in history(world)] == [("SILVER", "reached"), ("BASE", "dropped")] * MEMBERS


def test_processes_that_are_killed(world: TicketWorld, database_url: str) -> None:
    found, seconds, code = [], 0.003, -signal.SIGPROF
    while code == -signal.SIGPROF:
        dying = [processes().Process(target=work, args=(database_url, seconds)) for _ in range(2)]
        for process in dying:
            process.start()
        for process in dying:
            process.join(120)
        code = min(process.exitcode or 0 for process in dying)
        found.append(whole(world))
        seconds *= 1.3
    assert code == 0
    assert any(0 < count < MEMBERS for count in found), found
    assert_done_once(world)


def work(database_url: str, dies_after_seconds: float) -> None:
    """Look at all that has ended, in a process that SIGPROF kills when its processor time is over."""
    store = open_store(database_url, pool_size=2)
    work = UnitOfWork(store)
    reader = Reader(store)
    resets = DatabaseTierResets(store, reader, work, DatabaseEarningRules(reader, work))
    look = ResetTiers(resets, TestClock(datetime(2028, 1, 1, 1, tzinfo=UTC)))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, dies_after_seconds)
    while look(7):
        pass
    os._exit(0)


def test_a_fault_at_any_statement(world: TicketWorld) -> None:
    assert world.records
    plan = Plan(for_ever=True, error=StoreUnavailable)
    store = world.records.store
    faulty = replace(store, write_connections=FaultyConnections(store.write_connections, plan))
    resets = DatabaseTierResets(faulty, world.records.reader, UnitOfWork(faulty), world.rules)
    plan.place = 0
    while plan.place is not None:
        try:
            ResetTiers(resets, world.clock)(1)
        except StoreUnavailable:
            assert whole(world) == 0
            plan.place += 1
        else:
            plan.place = None
    assert "COMMIT" in plan.seen
    assert whole(world) == 1
    while look_again(world):
        pass
    assert_done_once(world)

"""Purchases lift members, a return leaves their tier, and a tier that ends is looked at again: on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest

from adapters.database.tier_resets import DatabaseTierResets
from domain.purchases.reset_tiers import ResetTiers
from tests.adapters.database.ticket_world import TicketWorld, ticket_world

ACME = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30, "tiers": {"system": "ACME",
  "levels": [{"code": "BASE", "name": "Base", "entry": 0},
             {"code": "SILVER", "name": "Silver", "entry": 2000, "lasts": "end-of-next-year"},
             {"code": "GOLD", "name": "Gold", "entry": 10000, "lasts": "months", "months": 12}]}}"""


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.set_rules(ACME)
        yield opened


def tier(world: TicketWorld) -> str:
    assert world.records
    return str(world.records.reader.row("SELECT tier FROM account WHERE number = 'L-1' ORDER BY id")[0])


def changes(world: TicketWorld) -> list[tuple[str, str]]:
    assert world.records
    return [tuple(row) for row in world.records.reader.rows("SELECT tier, reason FROM tier_change ORDER BY number")]


def resets(world: TicketWorld) -> ResetTiers:
    assert world.records
    kept = DatabaseTierResets(world.records.store, world.records.reader, world.records.work, world.rules)
    return ResetTiers(kept, world.clock)


def wait(world: TicketWorld, days: int) -> None:
    world.clock.advance(days=days)
    while world.books.roll_over(world.clock.now(), 10):
        pass


def test_a_tier_moves_when_points_count_and_not_while_they_wait(world: TicketWorld) -> None:
    world.send("R-1", "2500.00")
    assert tier(world) == "BASE"
    wait(world, 30)
    assert tier(world) == "SILVER"
    world.send("R-2", "8000.00")
    wait(world, 30)
    assert tier(world) == "GOLD"
    assert changes(world) == [("BASE", "reached"), ("SILVER", "reached"), ("GOLD", "reached")]
    assert world.members.by_card(world.caller.programme, "63350001").tier == "GOLD"  # type: ignore[union-attr]


def test_without_escrow_a_tier_moves_at_once(world: TicketWorld) -> None:
    world.set_rules(ACME.replace('"escrowDays": 30, ', ""))
    world.send("R-1", "2500.00")
    assert tier(world) == "SILVER"


def test_a_return_leaves_the_tier(world: TicketWorld) -> None:
    world.send("R-1", "2500.00")
    wait(world, 30)
    world.clock.advance(days=-30)
    world.give_back("R-2", "R-1", business_date=world.clock.now().date() + timedelta(days=30))
    assert world.balances() == [0, 0, 0, 0]
    assert tier(world) == "SILVER"


def test_a_tier_that_has_ended_is_kept_or_lowered_once(world: TicketWorld) -> None:
    world.send("R-1", "12000.00")
    wait(world, 30)
    assert tier(world) == "GOLD"
    world.clock.advance(days=364)
    assert resets(world)(10) == 0
    world.clock.advance(days=2)
    workers = [Thread(target=resets(world), args=(10,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert changes(world)[-1] == ("GOLD", "kept")
    assert len(changes(world)) == 3
    assert world.records
    world.clock.advance(days=-366)
    world.give_back("R-2", "R-1", business_date=world.clock.now().date())
    world.clock.advance(days=800)
    assert resets(world)(10) == 1
    assert changes(world)[-1] == ("BASE", "dropped")
    assert tier(world) == "BASE"


def test_a_tier_that_people_keep_is_left_alone(world: TicketWorld) -> None:
    assert world.records
    with world.records.work.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE account SET tier = 'VIP', is_tier_manual = true, seal = NULL WHERE number = 'L-1'"
        )
    world.send("R-1", "2500.00")
    wait(world, 30)
    assert tier(world) == "VIP"
    assert not changes(world)


def test_a_forgotten_card_counts_too(world: TicketWorld) -> None:
    world.send("R-1", "2500.00", card_number="")
    world.claim("R-1")
    assert tier(world) == "BASE"
    wait(world, 30)
    assert tier(world) == "SILVER"

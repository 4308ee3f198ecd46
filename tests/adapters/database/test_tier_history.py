"""How a member came to a tier is told at once, whoever looks, and the same when it is written; on both databases."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.database.balance_history import DatabaseBalanceHistory
from adapters.database.present_tiers import PresentTiers
from adapters.database.reading import Reader
from domain.accounts.account import AccountType
from tests.adapters.database.records import CLUB
from tests.adapters.database.test_tier_ends import AFTER, BEFORE, DROPPED, at, history, look_again, rows, rules, told
from tests.adapters.database.ticket_world import TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.set_rules(rules())
        yield opened


def changes(world: TicketWorld, number: str = "L-1") -> list[tuple[str, str, datetime]]:
    """How the tier changed, alike for whoever shows the account and for whoever explains its balance."""
    assert world.records
    now, records = world.clock.now(), world.records
    shown = list(records.accounts.tier_history(CLUB, number, now))
    past = DatabaseBalanceHistory(records.reader)
    standing = past.standing(CLUB, AccountType.LOYALTY, number, now)
    assert standing
    assert list(past.tiers(CLUB, standing, now)) == shown
    return [(each.tier, each.reason.value, each.joined_at) for each in shown]


def test_the_history_of_a_tier_is_told_at_once_and_is_the_same_when_it_is_written(world: TicketWorld) -> None:
    world.set_rules(rules(escrow=30))
    began = world.clock.now()
    world.send("R-1", "12000.00")
    base = ("BASE", "reached", began)
    assert changes(world) == [base]
    world.clock.advance(days=30)
    # Points have waited long enough, and nobody has written that they count.
    reached = [base, ("GOLD", "reached", began + timedelta(days=30))]
    assert (told(world).tier, changes(world), len(history(world))) == ("GOLD", reached, 1)
    world.give_back("R-2", "R-1")
    assert (changes(world), len(history(world))) == (reached, 2)
    at(world, BEFORE)
    assert changes(world) == reached
    at(world, AFTER)
    assert told(world).tier == "BASE"
    unwritten = changes(world)
    assert unwritten == [*reached, ("BASE", "dropped", AFTER)]
    assert world.records
    fell = world.records.accounts.tier_history(CLUB, "L-1", world.clock.now())[-1]
    assert (fell.explanation, int(fell.points or 0), fell.resets_at) == (DROPPED, 0, None)
    assert len(history(world)) == 2
    look_again(world)
    assert len(history(world)) == 3
    assert changes(world) == unwritten
    assert list(world.records.accounts.tier_history(CLUB, "L-1", BEFORE))[-1].tier == "GOLD"
    assert list(world.records.accounts.tier_history(CLUB, "nobody", AFTER)) == []
    assert changes(world, "L-2") == []


def test_a_change_that_is_written_while_the_history_is_read_is_told_once(world: TicketWorld) -> None:
    world.send("R-1", "12000.00")
    world.give_back("R-2", "R-1")
    at(world, AFTER)
    expected = changes(world)
    assert world.records

    class Meanwhile(Reader):
        """Reads as ever, but a worker comes by before the changes are read."""

        def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
            if "tier_change" in statement:
                assert look_again(world) == 1
            return super().rows(statement, values)

    account_id = rows(world, "SELECT id FROM account WHERE number = 'L-1' ORDER BY id")[0][0]
    told_then = PresentTiers(Meanwhile(world.records.store)).history(CLUB, account_id, world.clock.now())
    assert [(each.tier, each.reason.value, each.joined_at) for each in told_then] == expected == changes(world)

"""A programme that comes to count each year anew: one pass of a worker before New Year ends the points of everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.adapters.database.test_tier_ends import at, ended_points, look_again, rules, told
from tests.adapters.database.ticket_world import OTHER_CARD, TicketWorld, ticket_world

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def late_tiers(ends: str) -> str:
    """The tiers of the other tests, of which the lowest takes 500 points."""
    return rules(ends).replace('"name": "Base", "entry": 0', '"name": "Base", "entry": 500')


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """One member in a tier, and one whose points have led to none; then the programme changes."""
    with ticket_world(database_url) as opened:
        opened.set_rules(late_tiers("never"))
        opened.send("R-1", "700.00")
        opened.send("R-2", "100.00", card_number=OTHER_CARD)
        opened.clock.advance(days=1)
        opened.set_rules(late_tiers("each-year"))
        yield opened


def points(world: TicketWorld) -> list[tuple[str, int]]:
    """Tier and points of both."""
    both = told(world), told(world, "102", OTHER_CARD)
    return [(each.tier, each.points) for each in both]


def test_one_pass_before_new_year_ends_the_points_of_everybody_at_their_moment(world: TicketWorld) -> None:
    assert look_again(world) == 2
    assert look_again(world) == 0
    assert points(world) == [("BASE", 700), ("", 100)]
    at(world, NEW_YEAR)
    # Told at once; written when a worker comes by.
    assert points(world) == [("BASE", 0), ("", 0)]
    assert look_again(world) == 2
    assert points(world) == [("BASE", 0), ("", 0)]
    assert sorted(ended_points(world)) == [-700, -100]
    world.check_books()

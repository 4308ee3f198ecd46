"""No hour of business time gives more than the limits, in whatever order its tickets arrive."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.programmes.earning_rules_form import read_rules, write_rules
from domain.programmes.velocity import Velocity
from domain.purchases.velocity import HOUR, GivenTicket, why_review
from tests.builders import START

FORM = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "velocity": %s}'
TICKETS = st.lists(
    st.tuples(st.integers(0, 240), st.integers(1, 60)).map(
        lambda pair: GivenTicket(START + timedelta(minutes=pair[0]), pair[1] * 10_000)
    ),
    max_size=30,
)


@given(TICKETS, st.integers(1, 4), st.integers(20, 100))
def test_no_hour_gives_more_and_none_less_than_it_may(arriving: list[GivenTicket], tickets: int, points: int) -> None:
    velocity = Velocity(tickets, Decimal(points))
    kept: list[GivenTicket] = []

    def fits(more: list[GivenTicket]) -> bool:
        hours = [
            [each for each in more if first.occurred_at <= each.occurred_at < first.occurred_at + HOUR]
            for first in more
        ]
        return all(len(hour) <= tickets and sum(each.points for each in hour) <= points * 10_000 for hour in hours)

    for ticket in arriving:
        around = [each for each in kept if abs(each.occurred_at - ticket.occurred_at) < HOUR]
        is_over = bool(why_review(velocity, ticket, around))
        assert is_over != fits([*kept, ticket])
        if not is_over:
            kept.append(ticket)


def test_the_sentence_says_what_and_how_many() -> None:
    ticket = GivenTicket(START, 120_000)
    assert why_review(Velocity(tickets_per_hour=1), ticket, [ticket]) == (
        "In review: it would make 2 tickets within an hour, and 1 is the limit. No points until somebody has looked."
    )
    assert "12 points within an hour, and 11.5 is" in why_review(Velocity(None, Decimal("11.5")), ticket, [])
    assert not why_review(Velocity(1, Decimal(12)), ticket, [])


@pytest.mark.parametrize("limits", ['{"ticketsPerHour": 5, "pointsPerHour": "2000"}', '{"ticketsPerHour": 5}'])
def test_limits_are_written_as_they_were_read(limits: str) -> None:
    rules = read_rules(FORM % limits)
    assert rules.velocity
    assert read_rules(str(write_rules(rules)).replace("'", '"')) == rules


@pytest.mark.parametrize("limits", ["{}", '{"ticketsPerHour": 0}', '{"ticketsPerHour": -1}', '{"perHour": 5}', "5"])
def test_limits_that_limit_nothing_are_refused(limits: str) -> None:
    with pytest.raises(InvalidInput, match="velocity"):
        read_rules(FORM % limits)

"""Tickets of one card that meet do not slip under the limit together, and a review is decided once: on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from domain.identity.caller import Operation
from domain.paging import PageRequest
from domain.purchases.ticket_books import TicketReceipt, TicketStatus
from domain.ticket_refusals import TicketNotInReview
from tests.adapters.database.test_ticket_races import at_once
from tests.adapters.database.test_velocity import TWO, in_review
from tests.adapters.database.ticket_world import TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.set_rules(TWO)
        opened.caller = replace(opened.caller, operations=frozenset(Operation))
        yield opened


def test_tickets_that_meet_do_not_slip_under_the_limit_together(world: TicketWorld) -> None:
    answers = at_once([partial(world.send, f"R-{number}", "10.00") for number in range(8)])
    statuses = [answer.status for answer in answers if isinstance(answer, TicketReceipt)]
    assert (statuses.count(TicketStatus.BOOKED), statuses.count(TicketStatus.REVIEW)) == (2, 6), answers
    assert world.balances() == [0, 20, 0, 20]
    assert len(world.reviews(world.caller, PageRequest()).rows) == 6


def test_a_review_is_approved_or_rejected_and_once(world: TicketWorld) -> None:
    ticket_id = str(in_review(world).ticket_id)
    approvals = [partial(world.approve, world.caller, ticket_id)] * 4
    rejections = [partial(world.reject, world.caller, ticket_id, "no")] * 4
    answers = at_once([*approvals, *rejections, partial(world.give_back, "B-1", "R-3")])
    receipts = [answer for answer in answers[:-1] if isinstance(answer, TicketReceipt)]
    assert [receipt.is_replay for receipt in receipts].count(False) == 1, answers
    assert len({receipt.status for receipt in receipts}) == 1
    assert all(isinstance(answer, TicketReceipt | TicketNotInReview) for answer in answers), answers
    assert world.balances() == [0, 20, 0, 20]

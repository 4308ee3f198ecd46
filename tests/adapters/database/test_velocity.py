"""Tickets over a limit wait until somebody has looked: on the fake, SQLite and PostgreSQL alike."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import Operation
from domain.paging import PageRequest
from domain.programmes.programme import Programme
from domain.purchases.ticket import ReturnedLine
from domain.purchases.ticket_books import TicketReceipt, TicketStatus
from domain.purchases.ticket_form import OriginalDraft
from domain.refusals import AccountBlocked
from domain.ticket_refusals import TicketNotInReview
from tests.adapters.database.records import OTHER
from tests.adapters.database.test_withdrawals import paid, told
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TODAY, TicketWorld, ticket_world

FORM = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "velocity": %s%s}'
TWO = FORM % ('{"ticketsPerHour": 2}', ', "escrowDays": 30')
AT_ONCE = FORM % ('{"ticketsPerHour": 2}', "")


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[TicketWorld]:
    """Two tickets of a card earn in an hour, and their points wait for thirty days."""
    is_fake = request.param == "fake"
    with ticket_world("" if is_fake else str(request.getfixturevalue(f"migrated_{request.param}_url"))) as opened:
        opened.set_rules(TWO)
        opened.caller = replace(opened.caller, operations=frozenset(Operation))
        yield opened


def waiting(world: TicketWorld) -> list[tuple[str, str, int]]:
    """Ticket id, receipt and points of each that waits."""
    page = world.reviews(world.caller, PageRequest())
    return [(str(row.ticket_id), row.ticket.reference.receipt_number, int(row.points)) for row in page.rows]


def in_review(world: TicketWorld, *amounts: str, **more: object) -> TicketReceipt:
    """R-3, which is the third within the hour."""
    world.send("R-1", "10.00")
    world.send("R-2", "10.00")
    receipt = world.send("R-3", *(amounts or ("10.00",)), **more)
    assert receipt.status is TicketStatus.REVIEW
    return receipt


def test_a_ticket_over_the_limit_is_booked_and_gives_nothing(world: TicketWorld) -> None:
    receipt = in_review(world)
    assert (receipt.customer_number, told(receipt), receipt.reasons) == ("101", [0, 0, 0, 0], ())
    assert receipt.remarks == (
        "In review: it would make 3 tickets within an hour, and 2 is the limit. No points until somebody has looked.",
    )
    again = world.send("R-3", "10.00")
    assert (again.is_replay, again.status, again.ticket_id) == (True, TicketStatus.REVIEW, receipt.ticket_id)
    assert world.balances() == [0, 20, 0, 20]
    assert waiting(world) == [(str(receipt.ticket_id), "R-3", 10)]


def test_an_approved_ticket_earns_by_its_own_rules_and_time_once(world: TicketWorld) -> None:
    ticket_id = str(in_review(world, "10.00", "5.00").ticket_id)
    world.clock.advance(days=10)
    world.set_rules('{"earn": [{"name": "double", "points": 2, "perAmount": 1}]}')
    approved = world.approve(world.caller, ticket_id)
    assert (approved.status, told(approved)) == (TicketStatus.APPROVED, [15, 0, 0, 0])
    assert approved.spendable_from == world.clock.now() + timedelta(days=20)
    assert world.balances() == [0, 35, 0, 35]
    for again in (world.approve(world.caller, ticket_id), world.send("R-3", "10.00", "5.00", business_date=TODAY)):
        assert (again.is_replay, again.status, told(again)) == (True, TicketStatus.APPROVED, [15, 0, 0, 0])
    with pytest.raises(TicketNotInReview):
        world.reject(world.caller, ticket_id, "too late")
    assert world.balances() == [0, 35, 0, 35]
    assert not waiting(world)
    assert told(world.give_back("B-1", "R-3")) == [0, 15, 0, 0]


def test_approving_again_after_points_are_due_leaves_them_to_whatever_comes_next(world: TicketWorld) -> None:
    ticket_id = str(in_review(world).ticket_id)
    world.approve(world.caller, ticket_id)
    world.clock.advance(days=31)
    assert world.approve(world.caller, ticket_id).is_replay
    assert world.balances() == [0, 30, 0, 30]
    assert world.books.roll_over(world.clock.now(), 10) == 3
    assert world.balances() == [30, 0, 30, 0]


def test_a_rejected_ticket_earns_nothing_for_good(world: TicketWorld) -> None:
    ticket_id = str(in_review(world).ticket_id)
    with pytest.raises(InvalidInput, match="say why"):
        world.reject(world.caller, ticket_id, " ")
    rejected = world.reject(world.caller, ticket_id, "the card was shared")
    assert (rejected.status, rejected.is_replay) == (TicketStatus.REJECTED, False)
    assert rejected.remarks[-1] == "No points: somebody has looked. the card was shared"
    assert world.reject(world.caller, ticket_id, "another reason").is_replay
    assert world.send("R-3", "10.00").status is TicketStatus.REJECTED
    with pytest.raises(TicketNotInReview):
        world.approve(world.caller, ticket_id)
    assert told(world.give_back("B-1", "R-3")) == [0, 0, 0, 0]
    assert world.balances() == [0, 20, 0, 20]
    assert not waiting(world)


def test_what_came_back_while_it_waited_earns_nothing_later(world: TicketWorld) -> None:
    ticket_id = str(in_review(world, "10.00", "5.00").ticket_id)
    assert told(world.give_back("B-1", "R-3", (1, "1"))) == [0, 0, 0, 0]
    assert told(world.approve(world.caller, ticket_id)) == [15, 10, 0, 0]
    assert world.balances() == [0, 25, 0, 25]
    assert told(world.give_back("B-2", "R-3")) == [0, 5, 0, 0]


def test_a_ticket_that_was_cancelled_while_it_waited_gives_nothing(world: TicketWorld) -> None:
    ticket_id = str(in_review(world).ticket_id)
    assert told(world.give_back("B-1", "R-3")) == [0, 0, 0, 0]
    assert told(world.approve(world.caller, ticket_id)) == [10, 10, 0, 0]
    assert world.balances() == [0, 20, 0, 20]


def test_an_exchange_in_review_takes_back_at_once_and_earns_later(world: TicketWorld) -> None:
    world.set_rules(AT_ONCE)
    world.clock.advance(minutes=1)
    back = {"returned": (ReturnedLine(1, Decimal(1), Decimal(10)),), "original": OriginalDraft("R-1", TODAY)}
    receipt = in_review(world, "30.00", **back)
    assert told(receipt) == [0, 10, 0, 0]
    assert told(world.give_back("B-1", "R-3", (1, "1"))) == [0, 0, 0, 0]
    assert told(world.approve(world.caller, str(receipt.ticket_id))) == [30, 40, 0, 0]
    assert world.balances() == [10, 0, 10, 0]


def test_points_that_paid_leave_at_once_and_go_back_from_a_review_too(world: TicketWorld) -> None:
    world.set_rules(AT_ONCE)
    world.clock.advance(minutes=1)
    receipt = in_review(world, "20.00", **paid("15", "10.00"))
    assert told(receipt) == [0, 0, 15, 0]
    assert world.balances() == [5, 0, 20, 0]
    assert told(world.approve(world.caller, str(receipt.ticket_id))) == [10, 0, 15, 0]
    assert told(world.give_back("B-1", "R-3")) == [0, 10, 0, 15]
    assert world.balances() == [20, 0, 20, 0]


def test_business_time_decides_the_hour_and_not_the_arrival(world: TicketWorld) -> None:
    now = world.clock.now()
    world.clock.advance(hours=10)
    statuses = [
        world.send(f"R-{place}", "10.00", occurred_at=now + timedelta(minutes=minutes)).status.value
        # Two hours are full; 40 minutes past lies in an hour with 0 and 59, and in one with 59 and 95.
        for place, minutes in enumerate((0, 120, 59, 95, 40, 60, 180, 30))
    ]
    assert statuses == ["booked"] * 4 + ["review", "review", "booked", "review"]


def test_a_card_is_limited_and_not_the_till(world: TicketWorld) -> None:
    world.clock.advance(hours=12)
    moments: Sequence[int] = range(12)
    for hour in moments:
        occurred_at = world.clock.now() - timedelta(hours=hour, minutes=1)
        for card in (CARD, OTHER_CARD):
            receipt = world.send(f"R-{hour}-{card}", "10.00", occurred_at=occurred_at, card_number=card)
            assert receipt.status is TicketStatus.BOOKED
    assert not waiting(world)


def test_without_a_card_all_tickets_of_the_member_count(world: TicketWorld) -> None:
    world.send("R-1", "10.00")
    world.send("R-2", "10.00", card_number="", customer_number="101")
    assert world.send("R-3", "10.00", card_number="", customer_number="101").status is TicketStatus.REVIEW
    assert world.send("R-4", "10.00").status is TicketStatus.BOOKED
    assert world.send("R-5", "10.00").status is TicketStatus.REVIEW


def test_tickets_that_give_nothing_are_not_counted(world: TicketWorld) -> None:
    for place in range(3):
        assert world.send(f"S-{place}", "0.50").status is TicketStatus.BOOKED
    in_review(world)
    assert world.give_back("B-1", "R-1").status is TicketStatus.BOOKED


def test_points_are_limited_too_even_those_of_one_ticket(world: TicketWorld) -> None:
    world.set_rules(FORM % ('{"pointsPerHour": "100"}', ""))
    world.clock.advance(minutes=1)
    assert world.send("R-1", "101.00").status is TicketStatus.REVIEW
    assert world.send("R-2", "60.00").status is TicketStatus.BOOKED
    assert world.send("R-3", "41.00").status is TicketStatus.REVIEW
    assert world.send("R-4", "40.00").status is TicketStatus.BOOKED


def test_a_forgotten_card_does_not_slip_past_the_limit(world: TicketWorld) -> None:
    world.send("R-3", "10.00", card_number="")
    world.send("R-1", "10.00")
    world.send("R-2", "10.00")
    claimed = world.claim("R-3")
    assert (claimed.status, told(claimed)) == (TicketStatus.REVIEW, [0, 0, 0, 0])
    assert world.claim("R-3").is_replay
    assert told(world.approve(world.caller, str(claimed.ticket_id))) == [10, 0, 0, 0]
    assert world.balances() == [0, 30, 0, 30]


def test_a_blocked_account_keeps_its_ticket_in_review(world: TicketWorld) -> None:
    ticket_id = str(in_review(world).ticket_id)
    world.block("L-1")
    with pytest.raises(AccountBlocked):
        world.approve(world.caller, ticket_id)
    assert [row[0] for row in waiting(world)] == [ticket_id]


def test_who_may_look_is_asked(world: TicketWorld) -> None:
    ticket_id = str(in_review(world).ticket_id)
    till = replace(world.caller, operations=frozenset(Operation) - {Operation.REVIEW_TICKETS})
    elsewhere = replace(world.caller, sites=frozenset({"0002"}))
    for caller in (till, elsewhere):
        with pytest.raises(NotAllowed):
            world.approve(caller, ticket_id)
        with pytest.raises(NotAllowed):
            world.reject(caller, ticket_id, "no")
    with pytest.raises(NotAllowed):
        world.reviews(till, PageRequest())
    assert not world.reviews(elsewhere, PageRequest()).rows
    assert world.reviews(replace(elsewhere, sites=frozenset({"0001", "0002"})), PageRequest()).rows
    other: Programme = OTHER
    for unknown in ("999", str(world.send("R-4", "0.10").ticket_id)):
        with pytest.raises(TicketNotInReview):
            world.approve(world.caller, unknown)
    with pytest.raises(TicketNotInReview):
        world.approve(replace(world.caller, programme=other), ticket_id)
    with pytest.raises(InvalidInput):
        world.approve(world.caller, "x")
    assert world.balances() == [0, 20, 0, 20]

"""GET /tickets/reviews, POST /tickets/reviews/approvals and /rejections."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.identity.caller import Operation
from domain.programmes.earning_rules_form import read_rules
from domain.purchases.member_directory import Member
from tests.builders import START
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld
from tests.rest.tickets.test_tickets import NOW, TICKET, posted, sent

FORM = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "velocity": {"ticketsPerHour": 1}}'
WHY = "In review: it would make 2 tickets within an hour, and 1 is the limit. No points until somebody has looked."


@pytest.fixture(autouse=True)
def programme_with_limits(world: FakeWorld) -> None:
    world.earning_rules.add(PROGRAMME, read_rules(FORM), START, START)
    world.members.put(PROGRAMME, "6335000001", Member("100", "L-1", card_id=1))


@pytest.fixture
def reviewer(world: FakeWorld, till: FlaskClient) -> FlaskClient:
    """The till's client, whose credentials may decide on reviews too."""
    world.authenticate.caller = replace(world.authenticate.caller, operations=frozenset(Operation))
    return till


def waiting(client: FlaskClient) -> Any:
    _, ticket = sent(client, TICKET, {**TICKET, "receiptNumber": "4712"})
    return ticket


def test_a_ticket_that_earns_too_fast_is_listed_and_approved_once(reviewer: FlaskClient) -> None:
    ticket = waiting(reviewer)
    assert (ticket["outcome"]["name"], ticket["status"], ticket["earned"]) == ("Success", "review", 0)
    assert ticket["remarks"] == [WHY]
    listed = reviewer.get("/tickets/reviews").get_json()
    assert (listed["totalRows"], listed["currentRowOffset"]) == (1, 0)
    assert listed["reviews"] == [
        {
            "ticketId": "2",
            "receiptNumber": "4712",
            "businessDate": "2026-11-01",
            "locationId": "0001",
            "deviceId": "pos1",
            "occurredAt": NOW,
            "customerNumber": "100",
            "total": Decimal("12.4"),
            "points": 12,
            "why": WHY,
            "openedAt": NOW,
        }
    ]
    approved = posted(reviewer, "/reviews/approvals", {"ticketId": "2"}).get_json()
    assert (approved["status"], approved["earned"], approved["replayed"]) == ("approved", 12, False)
    again = posted(reviewer, "/reviews/approvals", {"ticketId": "2"}).get_json()
    assert (again["status"], again["earned"], again["replayed"]) == ("approved", 12, True)
    refused = posted(reviewer, "/reviews/rejections", {"ticketId": "2", "reason": "no"}).get_json()
    assert refused["errorCode"] == "TicketNotInReview"
    assert reviewer.get("/tickets/reviews").get_json()["reviews"] == []


def test_a_ticket_is_rejected_for_a_reason(reviewer: FlaskClient) -> None:
    waiting(reviewer)
    assert posted(reviewer, "/reviews/rejections", {"ticketId": "2"}).status_code == 400
    assert posted(reviewer, "/reviews/rejections", {"ticketId": "2", "reason": " "}).status_code == 400
    rejected = posted(reviewer, "/reviews/rejections", {"ticketId": "2", "reason": "shared card"}).get_json()
    assert (rejected["status"], rejected["earned"]) == ("rejected", 0)
    assert rejected["remarks"][-1] == "No points: somebody has looked. shared card"


@pytest.mark.parametrize("ticket_id", ["x", "-1", "1" * 40, ""])
def test_nonsense_is_refused(reviewer: FlaskClient, ticket_id: str) -> None:
    assert posted(reviewer, "/reviews/approvals", {"ticketId": ticket_id}).status_code == 400


def test_reviews_are_not_about_one_customer(reviewer: FlaskClient) -> None:
    waiting(reviewer)
    assert reviewer.get("/tickets/reviews", headers={"subject": "100"}).status_code == 403
    assert posted(reviewer, "/reviews/approvals", {"ticketId": "2"}, headers={"subject": "100"}).status_code == 403


def test_a_till_may_not_decide(till: FlaskClient) -> None:
    waiting(till)
    assert till.get("/tickets/reviews").status_code == 403
    assert posted(till, "/reviews/approvals", {"ticketId": "2"}).status_code == 403
    assert posted(till, "/reviews/rejections", {"ticketId": "2", "reason": "no"}).status_code == 403

"""POST /tickets, /tickets/attributions and GET /tickets/gaps."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.errors import StoreUnavailable
from domain.programmes.earning_rules_form import read_rules
from domain.purchases.member_directory import Member
from tests.builders import START
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld

FORM = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30}'
AT_ONCE = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}]}'
NOW = int(START.timestamp() * 1000)
LINE = {"itemCode": "A", "name": "Café crème", "amount": 12.40, "quantity": 2, "tax": "2.07"}
TICKET: dict[str, Any] = {
    "receiptNumber": "4711",
    "locationId": "0001",
    "deviceId": "pos1",
    "occurredAt": NOW,
    "sequence": 7,
    "cardNumber": "6335000001",
    "lines": [LINE],
    "tenders": [{"type": "CASH", "amount": 12.40}],
    "total": 12.40,
}
ORIGINAL = {"receiptNumber": "4711", "businessDate": "2026-11-01"}
RETURN = {
    **TICKET,
    "receiptNumber": "4712",
    "sequence": 9,
    "lines": [],
    "returnedLines": [{"originalLine": 1, "quantity": 1, "amount": 6.20}],
    "original": ORIGINAL,
    "tenders": [],
    "total": -6.20,
}


@pytest.fixture(autouse=True)
def programme_with_rules(world: FakeWorld) -> None:
    world.earning_rules.add(PROGRAMME, read_rules(FORM), START, START)
    world.members.put(PROGRAMME, "6335000001", Member("100", "L-1"))


def posted(client: FlaskClient, path: str, body: Any, **more: Any) -> TestResponse:
    return client.post(f"/tickets{path}", data=json.dumps(body), content_type="application/json", **more)


def sent(client: FlaskClient, *tickets: dict[str, Any]) -> list[dict[str, Any]]:
    reply = posted(client, "", {"tickets": tickets})
    assert reply.status_code == 200, reply.get_json()
    results: list[dict[str, Any]] = reply.get_json()["results"]
    return results


def test_a_ticket_is_booked_once(till: FlaskClient) -> None:
    first, again = sent(till, TICKET, TICKET)
    assert first == {
        "outcome": {"name": "Success"},
        "ticketId": "1",
        "kind": "sale",
        "replayed": False,
        "status": "booked",
        "earned": 12,
        "takenBack": 0,
        "withdrawn": 0,
        "givenBack": 0,
        "steps": [
            {"rule": "base", "points": 12, "explanation": "12 points: 1 per 1.00 GBP on 12.40 GBP, rounded down"}
        ],
        "remarks": [],
        "customerNumber": "100",
        "rulesVersion": 1,
        "spendableFrom": NOW + 30 * 86_400_000,
        "balances": {"spendable": 0, "spendableEscrow": 12, "tierQualifying": 0, "tierQualifyingEscrow": 12},
    }
    assert again == {**first, "replayed": True}


def test_each_ticket_of_a_batch_has_its_own_answer(till: FlaskClient) -> None:
    late, bad, sale, again = sent(till, RETURN, {**TICKET, "total": 1}, TICKET, RETURN)
    assert (late["errorCode"], late["advice"]) == (
        "TicketNotFound",
        "Send the same message again, with the same transaction id.",
    )
    assert (bad["outcome"], bad["errorCode"]) == ({"name": "Fail"}, "InvalidInput")
    assert "add up to 12.4" in bad["messages"][0]["messageText"]
    assert sale["earned"] == 12
    assert (again["kind"], again["takenBack"], again["balances"]["spendableEscrow"]) == ("return", 6, 6)


def test_an_exchange_and_a_cancellation(till: FlaskClient) -> None:
    exchange = {**RETURN, "lines": [{"itemCode": "B", "amount": 9}], "total": 2.80}
    cancellation = {
        **{name: value for name, value in RETURN.items() if name != "returnedLines"},
        "receiptNumber": "4713",
        "cancelsOriginal": True,
        "total": 0,
    }
    _, exchanged, cancelled = sent(till, TICKET, exchange, cancellation)
    assert (exchanged["kind"], exchanged["earned"], exchanged["takenBack"]) == ("exchange", 9, 6)
    assert (cancelled["kind"], cancelled["takenBack"]) == ("cancellation", 6)


def test_points_pay_for_a_ticket_and_go_back(world: FakeWorld, till: FlaskClient) -> None:
    world.earning_rules.add(PROGRAMME, read_rules(AT_ONCE), START, START)
    paid = {**TICKET, "receiptNumber": "4720", "withdrawals": [{"points": 10, "amount": 2.40}]}
    (refused,) = sent(till, paid)
    assert (refused["outcome"]["name"], refused["errorCode"]) == ("Fail", "WithdrawalNotCovered")
    _, sale = sent(till, TICKET, paid)
    assert (sale["earned"], sale["withdrawn"], sale["balances"]["spendable"]) == (10, 10, 12)
    assert sale["remarks"] == ["2.40 GBP paid with points earns nothing."]
    back = {**RETURN, "original": {**ORIGINAL, "receiptNumber": "4720"}}
    (returned,) = sent(till, back)
    assert (returned["takenBack"], returned["givenBack"], returned["balances"]["spendable"]) == (5, 5, 12)


def test_a_forgotten_card_is_made_up_for(world: FakeWorld, till: FlaskClient) -> None:
    (nobody,) = sent(till, {**TICKET, "cardNumber": ""})
    assert "customerNumber" not in nobody
    assert "balances" not in nobody
    claim = {**ORIGINAL, "locationId": "0001", "deviceId": "pos1", "cardNumber": "6335000001"}
    assert posted(till, "/attributions", claim).get_json()["earned"] == 12
    assert posted(till, "/attributions", claim).get_json()["replayed"]
    world.members.put(PROGRAMME, "6335000002", Member("101", "L-2"))
    taken = posted(till, "/attributions", {**claim, "cardNumber": "6335000002"})
    assert (taken.status_code, taken.get_json()["errorCode"]) == (200, "TicketTaken")
    assert posted(till, "/attributions", {**claim, "receiptNumber": "9"}).get_json()["errorCode"] == "TicketNotFound"
    assert posted(till, "/attributions", {**claim, "cardNumber": "9"}).get_json()["outcome"]["name"] == "NoAccount"


def test_gaps_are_told(till: FlaskClient) -> None:
    sent(till, TICKET, RETURN)
    assert till.get("/tickets/gaps").get_json() == {"gaps": [{"deviceId": "pos1", "first": 8, "last": 8}]}
    assert till.get("/tickets/gaps?deviceId=pos2").get_json() == {"gaps": []}


@pytest.mark.parametrize(
    "change",
    [
        {"receiptNumber": ""},
        {"deviceId": "\u00e9"},
        {"sequence": -1},
        {"total": "12.4o"},
        {"occurredAt": "now"},
        {"occurredAt": NOW + 2 * 86_400_000},
        {"businessDate": "01/11/2026"},
        {"lines": []},
        {"lines": None},
        {"lines": [{**LINE, "name": 5}]},
        {"lines": [{**LINE, "name": "\u0001"}]},
        {"lines": [{**LINE, "quantity": 0}]},
        {"returnedLines": [{"originalLine": 1, "quantity": 1, "amount": 0}]},
        {"cancelsOriginal": True, "original": ORIGINAL},
        {"currency": "EUR"},
        {"withdrawals": [{"points": 1}]},
        {"withdrawals": [{"points": 0, "amount": 1}]},
        {"withdrawals": [{"points": 1, "amount": 13}]},
    ],
)
def test_a_bad_ticket_moves_nothing(world: FakeWorld, till: FlaskClient, change: dict[str, Any]) -> None:
    reply = posted(till, "", {"tickets": [{**TICKET, **change}]})
    if reply.status_code == 200:
        assert reply.get_json()["results"][0]["errorCode"] in {"InvalidInput", "TimeInFuture"}
    else:
        assert (reply.status_code, reply.get_json()["errorCode"]) == (400, "InvalidInput")
    assert not world.tickets.tickets


@pytest.mark.parametrize("tickets", [[], [TICKET] * 101, None, "x"])
def test_a_batch_has_from_one_to_a_hundred(till: FlaskClient, tickets: Any) -> None:
    assert posted(till, "", {"tickets": tickets}).status_code == 400


def test_tickets_are_for_tills(world: FakeWorld, anyone: FlaskClient) -> None:
    for path in ("", "/attributions"):
        body = {"tickets": [TICKET]} if not path else {**ORIGINAL, "cardNumber": "6335000001"}
        assert posted(anyone, path, body).status_code == 401
        assert posted(anyone, path, body, headers={"id_token": "customer 100"}).status_code == 403
    assert not world.tickets.tickets


def test_a_store_that_is_away_fails_the_whole_batch(
    world: FakeWorld, till: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(world.tickets, "book", away)
    reply = posted(till, "", {"tickets": [TICKET]})
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")

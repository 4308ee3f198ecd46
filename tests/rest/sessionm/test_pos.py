"""POST /api/2.0/lookup and /api/2.0/send_transaction: what a point of sale asks and sends."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.customers.identifier_keys import customer_uuid
from domain.errors import StoreUnavailable
from domain.identity.caller import Operation
from domain.programmes.earning_rules_form import read_rules
from domain.purchases.member_directory import Member
from tests.builders import START
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld
from tests.rest.sessionm.test_users import CUSTOMER, MEMBER, RULES

LOOKUP, SEND = "/api/2.0/lookup", "/api/2.0/send_transaction"
CARD = "63350001"
ENVELOPE = {"store_id": "0001", "client_id": "pos1", "request_id": "R-1", "culture": "en-US"}
SALE: dict[str, Any] = {
    "is_closed": True,
    "is_voided": False,
    "channel": "POS",
    "custom_data": {"brand": "x"},
    "pos_employee_id": "1000",
    "transaction_id": "T-1",
    "guest_count": 1,
    "subtotal": 60.00,
    "tax_total": 0.00,
    "open_time": "2026-11-01 09:28:00.000",
    "modified_time": "2026-11-01T09:30:00.2727288Z",
    "items": [
        {"line_id": "1", "item_id": "TIE", "quantity": 2, "unit_price": 15.0, "subtotal": 30.0, "tax_included": 0},
        {"line_id": "2", "item_id": "HAT", "quantity": 1.0, "unit_price": 30.0, "subtotal": 30.0, "tax_included": 0.0},
    ],
    "payments": [
        {
            "payment_id": "P-1",
            "amount": 60.0,
            "type": "Gift Card",
            "payment_time": "2026-11-01 09:30:00",
            "user_id": CARD,
            "user_id_type": "External_ID",
            "receipt_code": "receipt-code-0815-21-99",
        }
    ],
    "discounts": [],
}


@pytest.fixture(autouse=True)
def member(world: FakeWorld) -> None:
    """The user of the vendor's example, with a card, in a programme whose purchases earn."""
    world.profiles.put(PROGRAMME, MEMBER)
    world.members.put(PROGRAMME, CARD, Member(CUSTOMER.number, "L-1"))
    world.members.ids[PROGRAMME.id, MEMBER.id] = CUSTOMER.number
    world.earning_rules.add(PROGRAMME, read_rules(RULES), START - timedelta(days=365), START)


def ask(till: FlaskClient, path: str, payload: Any, **envelope: Any) -> Any:
    return post(till, path, {**ENVELOPE, "request_payload": payload, **envelope})


def post(till: FlaskClient, path: str, body: Any) -> Any:
    """Send it as Python writes JSON: the application's own writer has no floats."""
    return till.post(path, data=json.dumps(body), content_type="application/json")


def send(till: FlaskClient, request_id: str = "R-1", **members: Any) -> Any:
    return ask(till, SEND, {**SALE, **members}, request_id=request_id)


def payload_of(reply: Any) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    assert (reply.content_type, reply.headers["Cache-Control"]) == ("application/json", "no-store")
    body = reply.get_json()
    assert (body["status"], set(body)) == ("OK", {"status", "payload"}), reply.text
    payload: dict[str, Any] = body["payload"]
    return payload


def code_of(reply: Any) -> str:
    body = reply.get_json()
    assert (body["status"], set(body)) == ("ERROR", {"status", "errors"}), reply.text
    assert body["errors"]["message"]
    return str(body["errors"]["code"])


@pytest.mark.parametrize(
    "payload",
    [
        {"email": "ZTest002@Example.com"},
        {"phone": "15089959991"},
        {"user_id": MEMBER.id.upper()},
        {"external_customer_id": "ZTEST002"},
        {"external_customer_id": "6335 0001"},
        {"external_customer_id": CARD, "email": "", "transaction": SALE},
    ],
)
def test_a_user_is_found_by_each_identifier(till: FlaskClient, payload: dict[str, Any]) -> None:
    user = payload_of(ask(till, LOOKUP, payload))["user"]
    assert (user["id"], user["external_id"], user["available_points"]) == (MEMBER.id, "ZTEST002", 2000)
    assert {each["external_id_type"] for each in user["identifiers"]} == {"customer_number", "card"}
    assert len(user["point_account_balances"]["details"]) == 4
    assert user["tier_details"]["tier_levels"][0]["tier_overview"]["name"] == "SILVER"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "missing_data"),
        ({"email": " "}, "missing_data"),
        ({"email": "a@b.c", "user_id": "1"}, "validation"),
        ({"email": "nobody"}, "validation"),
        ({"phone": "+15089959991"}, "validation"),
        ({"phone": "٣٣"}, "validation"),
        ({"phone": 15089959991}, "validation"),
        ({"external_customer_id": "ä"}, "validation"),
        ({"email": "nobody@example.com"}, "user_not_found"),
        ({"user_id": customer_uuid(1)}, "user_not_found"),
        ({"external_customer_id": "63350009"}, "user_not_found"),
    ],
)
def test_nobody_and_what_names_nobody_are_errors(till: FlaskClient, payload: dict[str, Any], code: str) -> None:
    reply = ask(till, LOOKUP, payload)
    assert (reply.status_code, code_of(reply)) == (200, code)


def test_more_than_one_user_is_an_error(till: FlaskClient, world: FakeWorld) -> None:
    other = replace(MEMBER, id=customer_uuid(8), cards=(), customer=CUSTOMER._replace(number=CARD))
    world.profiles.put(PROGRAMME, other)
    for payload in ({"email": "ztest002@example.com"}, {"external_customer_id": CARD}):
        reply = ask(till, LOOKUP, payload)
        assert (reply.status_code, code_of(reply)) == (200, "validation")
        assert "Lei" not in reply.text


def test_a_sale_earns_and_is_answered_from_what_is_kept(till: FlaskClient, world: FakeWorld) -> None:
    first = send(till)
    assert payload_of(first) == {"transaction_id": "T-1", "points_earned": 60, "points_taken_back": 0, "remarks": []}
    assert [send(till).data for _ in range(3)] == [first.data] * 3
    assert len(world.tickets.tickets) == 1
    (kept,) = world.tickets.tickets.values()
    reference = kept.order.ticket.reference
    assert (reference.site, reference.device, reference.receipt_number) == ("0001", "pos1", "T-1")
    assert reference.business_date.isoformat() == "2026-11-01"
    assert kept.order.ticket.tenders[0].type == "Gift Card"
    # By another request it is the same receipt still, and so it is by the tickets' own road.
    assert payload_of(send(till, "R-2"))["points_earned"] == 60
    lines = [{"itemCode": "TIE", "quantity": 2, "amount": 30}, {"itemCode": "HAT", "amount": 30}]
    ticket = {"receiptNumber": "T-1", "businessDate": "2026-11-01", "locationId": "0001", "deviceId": "pos1"}
    ticket |= {"occurredAt": 1793525400000, "lines": lines, "total": 60}  # type: ignore[dict-item]
    assert till.post("/tickets", json={"tickets": [ticket]}).get_json()["results"][0]["replayed"]
    assert len(world.tickets.tickets) == 1


def test_a_request_id_with_other_content_is_refused(till: FlaskClient, world: FakeWorld) -> None:
    first = send(till)
    other_employee, cheaper = {"pos_employee_id": "2"}, {"subtotal": 30, "items": SALE["items"][:1]}
    for change in (other_employee, cheaper, {"transaction_id": "T-2"}, {"is_voided": True}):
        reply = send(till, **change)
        assert (reply.status_code, code_of(reply)) == (200, "validation")
        assert "used before" in reply.get_json()["errors"]["message"]
    assert send(till).data == first.data
    assert len(world.tickets.tickets) == 1
    # The ids of another client are its own.
    assert payload_of(ask(till, SEND, {**SALE, "transaction_id": "T-2"}, client_id="pos2"))["points_earned"] == 60


def test_a_later_statement_returns_and_a_void_cancels(till: FlaskClient) -> None:
    send(till)
    items = deepcopy(SALE["items"])
    items[0] |= {"quantity": 1, "subtotal": 15.0}
    later = {"modified_time": "2026-11-01T10:00:00Z", "items": items, "subtotal": 45.0}
    assert payload_of(send(till, "R-2", **later))["points_taken_back"] == 15
    assert payload_of(send(till, "R-3", **later))["points_taken_back"] == 15
    gone = {"modified_time": "2026-11-01T11:00:00Z", "items": [{**items[0], "quantity": 0}], "subtotal": 0}
    assert payload_of(send(till, "R-4", **gone))["points_taken_back"] == 45
    voided = payload_of(send(till, "R-5", is_voided=True, modified_time="2026-11-01T12:00:00Z"))
    assert voided["points_taken_back"] == 45
    assert payload_of(send(till, "R-1")) == {
        "transaction_id": "T-1",
        "points_earned": 60,
        "points_taken_back": 0,
        "remarks": [],
    }


def test_an_error_is_not_kept(till: FlaskClient) -> None:
    reply = send(till, "V", is_voided=True)
    assert (reply.status_code, code_of(reply)) == (200, "not_found")
    send(till)
    assert payload_of(send(till, "V", is_voided=True))["points_taken_back"] == 60


@pytest.mark.parametrize(
    ("named", "earned"),
    [
        ({"user_id": MEMBER.id, "user_id_type": "SessionM_ID"}, 60),
        ({"user_id": MEMBER.id}, 60),
        ({"user_id": "ZTEST002", "user_id_type": "external_id"}, 60),
        ({"user_id": "nobody", "user_id_type": "External_ID"}, 0),
        ({}, 0),
    ],
)
def test_a_payment_says_whose_it_is(till: FlaskClient, named: dict[str, str], earned: int) -> None:
    payment = {"amount": 60, "type": "CASH", **named}
    payload = payload_of(send(till, payments=[payment, {"amount": 0, "type": "CASH"}]))
    assert payload["points_earned"] == earned
    assert len(payload["remarks"]) == (named.get("user_id") == "nobody")


def test_the_envelope_may_say_whose_it_is(till: FlaskClient) -> None:
    payments = [{"amount": 60, "type": "CASH"}]
    assert payload_of(ask(till, SEND, {**SALE, "payments": payments}, user_id=MEMBER.id))["points_earned"] == 60


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"subtotal": 61}, "total"),
        ({"is_closed": False}, "not closed"),
        ({"transaction_id": "x" * 61}, "transaction_id"),
        ({"open_time": "yesterday"}, "request_payload.open_time"),
        ({"open_time": "0001-01-01T00:00:00+14:00"}, "request_payload.open_time"),
        ({"modified_time": "2036-01-01T00:00:00Z"}, "24 hours ahead"),
        ({"items": [{**SALE["items"][0], "quantity": -1}]}, "quantity"),
        ({"items": "none"}, "request_payload.items"),
        ({"payments": [{**SALE["payments"][0], "user_id": each} for each in ("1", "2")]}, "more than one user"),
        ({"payments": [{**SALE["payments"][0], "user_id_type": "Email"}]}, "user_id_type"),
    ],
)
def test_what_can_t_be_booked_is_refused(
    till: FlaskClient, world: FakeWorld, change: dict[str, Any], told: str
) -> None:
    reply = send(till, **change)
    assert (reply.status_code, code_of(reply)) == (200, "validation")
    assert told in reply.get_json()["errors"]["message"]
    assert not world.tickets.tickets
    assert not world.tickets.replies


@pytest.mark.parametrize("path", [LOOKUP, SEND])
@pytest.mark.parametrize("name", ["store_id", "client_id", "request_id", "request_payload"])
def test_every_part_of_the_envelope_is_needed(till: FlaskClient, path: str, name: str) -> None:
    body = {**ENVELOPE, "request_payload": SALE if path == SEND else {"email": "a@b.c"}}
    del body[name]
    reply = post(till, path, body)
    assert (reply.status_code, code_of(reply)) == (200, "validation")
    assert name in reply.get_json()["errors"]["message"]


@pytest.mark.parametrize("path", [LOOKUP, SEND])
def test_who_does_not_sign_in_is_401_and_who_has_no_right_is_refused(
    anyone: FlaskClient, till: FlaskClient, world: FakeWorld, path: str
) -> None:
    payload = SALE if path == SEND else {"external_customer_id": CARD}
    reply = ask(anyone, path, payload)
    assert (reply.status_code, code_of(reply)) == (401, "invalid_auth_token")
    assert reply.headers["WWW-Authenticate"].startswith("Basic realm=")
    world.authenticate.caller = replace(world.authenticate.caller, operations=frozenset({Operation.ENQUIRE_BALANCE}))
    reply = ask(till, path, payload)
    assert (reply.status_code, code_of(reply)) == (200, "access_denied")
    world.authenticate.caller = replace(
        world.authenticate.caller, operations=frozenset(Operation), sites=frozenset({"0002"})
    )
    assert code_of(ask(till, path, payload)) == "access_denied"
    assert not world.tickets.tickets


def test_a_fault_is_500_and_tells_nothing_of_itself(
    till: FlaskClient, world: FakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def book(*_: Any) -> Any:
        raise StoreUnavailable

    monkeypatch.setattr(world.tickets, "book", book)
    reply = send(till)
    assert (reply.status_code, code_of(reply)) == (500, "not_available")
    assert reply.headers["Retry-After"]
    assert "T-1" not in json.dumps(reply.get_json())

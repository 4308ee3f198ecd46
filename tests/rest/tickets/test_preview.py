"""POST /tickets/preview."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.programmes.earning_rules_form import read_rules
from domain.purchases.member_directory import Member
from tests.builders import START
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld

FORM = """{"earn": [{"name": "base", "points": 1, "perAmount": 1, "tierMultipliers": {"GOLD": 2}}],
           "exclude": {"categories": ["TOBACCO"]}, "escrowDays": 30}"""
LINES = [{"itemCode": "A", "amount": 12.40}, {"itemCode": "B", "category": "TOBACCO", "amount": "7.00", "quantity": 2}]


def enrol(world: FakeWorld) -> None:
    world.earning_rules.add(PROGRAMME, read_rules(FORM), START, START)
    world.members.put(PROGRAMME, "6335000001", Member("100", "L-1", "GOLD"))


def sent(client: FlaskClient, body: dict[str, Any], **more: Any) -> TestResponse:
    return client.post("/tickets/preview", data=json.dumps(body), content_type="application/json", **more)


def test_it_tells_the_points_and_why(world: FakeWorld, till: FlaskClient) -> None:
    enrol(world)
    reply = sent(till, {"cardNumber": "6335000001", "lines": LINES})
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.get_json() == {
        "outcome": {"name": "Success"},
        "points": 24,
        "steps": [
            {
                "rule": "base",
                "points": 24,
                "explanation": "24 points: 1 per 1.00 GBP on 12.40 GBP, times 2 for GOLD, rounded down",
            }
        ],
        "shares": [24, 0],
        "status": "booked",
        "remarks": ["7.00 GBP on 1 lines earns nothing: excluded goods."],
        "rulesVersion": 1,
        "spendableFrom": int(START.timestamp() * 1000) + 30 * 86_400_000,
        "customerNumber": "100",
        "tierCode": "GOLD",
    }


def test_refusals_are_outcomes(world: FakeWorld, till: FlaskClient) -> None:
    assert sent(till, {"lines": LINES}).get_json()["errorCode"] == "NoEarningRules"
    enrol(world)
    unknown = sent(till, {"lines": LINES, "cardNumber": "9"})
    assert (unknown.status_code, unknown.get_json()["outcome"]) == (200, {"name": "NoAccount"})


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("lines", {}),
        ("lines", {"lines": []}),
        ("lines", {"lines": None}),
        ("amount", {"lines": [{"itemCode": "A"}]}),
        ("amount", {"lines": [{"amount": "1e3"}]}),
        ("lines[0]", {"lines": [{"amount": -1}]}),
        ("cardNumber", {"lines": LINES, "cardNumber": 6335}),
        ("occurredAt", {"lines": LINES, "occurredAt": "2026-11-01"}),
        ("currency", {"lines": LINES, "currency": "EUR"}),
    ],
)
def test_bad_baskets_are_problems(world: FakeWorld, till: FlaskClient, field: str, body: dict[str, Any]) -> None:
    enrol(world)
    reply = sent(till, body)
    assert reply.status_code == 400, reply.get_json()
    assert field in reply.get_json()["detail"]


def test_it_is_for_tills(world: FakeWorld, anyone: FlaskClient) -> None:
    enrol(world)
    assert sent(anyone, {"lines": LINES}).status_code == 401
    customer = sent(anyone, {"lines": LINES}, headers={"id_token": "customer 100"})
    assert customer.status_code == 403

"""A purchase at the running program: it earns, waits, comes back in part, and both protocols tell the same balance."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth

from tests.journeys.conftest import Shop

ACCOUNT, CARD = "0101025190527144502028", "8934736829037"
DAY = 86_400_000


@pytest.fixture
def till() -> Iterator[requests.Session]:
    """Plain HTTP with a till's credentials, in the demo programme, whose purchases earn a point per pound."""
    with requests.Session() as session:
        session.auth = HTTPBasicAuth("till-1", "demo")
        yield session


def test_points_wait_roll_over_and_are_told_alike(shop: Shop, till: requests.Session) -> None:
    def send(receipt: str, *amounts: float, age_days: int = 0, **more: Any) -> dict[str, Any]:
        ticket = {
            "receiptNumber": receipt,
            "businessDate": "2026-10-01",
            "occurredAt": int(time.time() * 1000) - age_days * DAY,
            "cardNumber": CARD,
            "lines": [{"itemCode": f"I{place}", "amount": amount} for place, amount in enumerate(amounts)],
            "total": sum(amounts),
        }
        reply = till.post(f"{shop.gateway.url}/tickets", json={"tickets": [{**ticket, **more}]})
        assert reply.status_code == 200, reply.text
        result: dict[str, Any] = reply.json()["results"][0]
        assert result["outcome"] == {"name": "Success"}, result
        return result

    def told() -> int:
        by_soap, by_rest = (each.enquire("customerLoyaltyAccount", ACCOUNT) for each in (shop.soap, shop.rest))
        assert by_soap == by_rest
        assert by_soap.figures
        return int(by_soap.figures[0])

    before = told()
    preview = {"cardNumber": CARD, "lines": [{"itemCode": "I0", "amount": 60}, {"itemCode": "I1", "amount": 40.5}]}
    assert till.post(f"{shop.gateway.url}/tickets/preview", json=preview).json()["points"] == 100
    first = send("R-1", 60, 40.5, age_days=31)
    assert (first["earned"], first["balances"]["spendableEscrow"]) == (100, 100)
    assert send("R-1", 60, 40.5, age_days=31)["replayed"]
    back = {"originalLine": 2, "quantity": 1, "amount": 40.5}
    returned = send(
        "R-2", original={"receiptNumber": "R-1", "businessDate": "2026-10-01"}, returnedLines=[back], total=-40.5
    )
    # The waiting of the first was done, so it rolled over with the return, before anything was taken back.
    assert returned["takenBack"] == 40
    assert (returned["balances"]["spendable"], returned["balances"]["spendableEscrow"]) == (before + 60, 0)
    assert send("R-3", 10, age_days=31)["balances"]["spendableEscrow"] == 10
    # It is told as what can be spent before the worker has come by.
    assert told() == before + 70
    assert "Tickets rolled over: 1" in shop.command("worker", "--once")
    assert "Tickets rolled over: 0" in shop.command("worker", "--once")
    assert told() == before + 70
    shop.command("verify")

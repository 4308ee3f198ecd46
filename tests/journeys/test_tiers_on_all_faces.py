"""The ACME programme at the running program: buy, return, become Silver and Gold; three faces tell it alike."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth

from tests.journeys.conftest import Shop

ACCOUNT, CUSTOMER, EMAIL, PHONE, OPENING = "887", "101", "angus.101@example.org", "07700 900102", 420
RULES = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30, "tiers": {
  "system": "ACME Tier System", "levels": [
    {"code": "BASE", "name": "BASE", "entry": 0},
    {"code": "SILVER", "name": "SILVER", "entry": 2000, "lasts": "end-of-next-year"},
    {"code": "GOLD", "name": "GOLD", "entry": 10000, "lasts": "end-of-next-year"}]}}"""
DAY = 86_400_000


@dataclass
class Acme:
    """A till of the programme, and a client that looks at the user."""

    shop: Shop
    session: requests.Session
    programme: str

    def send(self, receipt: str, *amounts: int, **more: Any) -> dict[str, Any]:
        """Send a ticket of 31 days ago."""
        ticket = {
            "receiptNumber": receipt,
            "businessDate": "2026-10-01",
            "occurredAt": int(time.time() * 1000) - 31 * DAY,
            "customerNumber": CUSTOMER,
            "lines": [{"itemCode": f"I{place}", "amount": amount} for place, amount in enumerate(amounts)],
            "total": sum(amounts),
        }
        reply = self.session.post(f"{self.shop.gateway.url}/tickets", json={"tickets": [{**ticket, **more}]})
        result: dict[str, Any] = reply.json()["results"][0]
        assert result["outcome"] == {"name": "Success"}, result
        return result

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """Ask for the user with everything."""
        every = {"user[user_profile]": "true", "expand_incentives": "true", "show_identifiers": "true"}
        url = f"{self.shop.gateway.url}/priv/v1/apps/{self.programme}/users/{path}"
        reply = self.session.get(url, params={**query, **every})
        body: dict[str, Any] = reply.json()
        assert (reply.status_code, body["status"]) == (200, "ok"), body
        user: dict[str, Any] = body["user"]
        return user

    def look(self) -> tuple[list[int], str]:
        """The four balances and the tier, alike by every way to ask and on all faces."""
        user = self.get("search", email=EMAIL.upper())
        assert user == self.get("search", mobile_number=PHONE) == self.get("search", external_id=CUSTOMER)
        assert user == self.get(user["id"])
        balances = [each["available_balance"] for each in user["point_account_balances"]["details"]]
        for till in (self.shop.soap, self.shop.rest):
            answer = till.enquire("customerLoyaltyAccount", ACCOUNT)
            assert answer.figures
            assert [int(figure) for figure in answer.figures] == [balances[0], 0, balances[0]]
        loyalty = self.session.get(f"{self.shop.gateway.url}/WebRestApi/rest/accounts/customerLoyaltyAccount/{ACCOUNT}")
        assert user["tier"] in loyalty.text
        assert user["available_points"] == balances[0]
        assert user["tier_points"] == balances[2]
        return balances, user["tier"]


@pytest.fixture
def acme(shop: Shop, tmp_path: Path) -> Iterator[Acme]:
    """The demo data, with the rules of the ACME programme."""
    rules = tmp_path / "rules.json"
    rules.write_text(RULES)
    shop.command("programmes", "rules", "set", str(rules), "--from", "2020-01-01")
    with requests.Session() as session:
        session.auth = HTTPBasicAuth("till-1", "demo")
        yield Acme(shop, session, "LOYALTY_UK")


def test_a_member_comes_to_gold(acme: Acme) -> None:
    acme.send("R-0", 100, occurredAt=int(time.time() * 1000))
    assert acme.look() == ([OPENING, 100, 0, 100], "BASE")
    acme.send("R-1", 2100, 500)
    # Its waiting is done, so it is told as what it will be once the worker comes by.
    assert acme.look()[0] == [OPENING + 2600, 100, 2600, 100]
    line = {"originalLine": 2, "quantity": 1, "amount": 500}
    original = {"receiptNumber": "R-1", "businessDate": "2026-10-01"}
    assert acme.send("R-2", original=original, returnedLines=[line], total=-500)["takenBack"] == 500
    assert acme.look()[0] == [OPENING + 2100, 100, 2100, 100]
    acme.shop.command("worker", "--once")
    assert acme.look() == ([OPENING + 2100, 100, 2100, 100], "SILVER")
    user = acme.get("search", external_id=CUSTOMER)
    assert (user["next_tier_points"], user["tier_ends_value"]) == (7900, 10000)
    assert user["tier_resets_at"] > user["tier_entered_at"] >= "2026"
    (level,) = user["tier_details"]["tier_levels"]
    assert (level["tier_overview"]["rank"], level["next_tier_overview"]["name"]) == (2, "GOLD")
    assert level["tier_progress"][0]["rules"][0]["query_result"] == 2100
    acme.send("R-3", 7900)
    acme.shop.command("worker", "--once")
    assert acme.look() == ([OPENING + 10000, 100, 10000, 100], "GOLD")
    assert "next_tier_points" not in acme.get("search", external_id=CUSTOMER)
    acme.shop.command("verify")

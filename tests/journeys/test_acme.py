"""The ACME programme of SessionM's example at the running program, whose clock the test moves on by months.

Join, buy, look, return one line, wait for thirty days, look, buy to Gold: after every step SessionM, Enactor's SOAP and
Enactor's REST tell the same balances of the same customer, and no step waits for a worker.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth

from tests.journeys.conftest import Shop
from tests.services.told_clock import ToldClock

CUSTOMER, CARD = "ZTEST002", "6335002002"
ACCOUNT = CUSTOMER
EMAIL, PHONE = "ztest002@example.com", "07700 900202"
RULES = """{"earn": [{"name": "a point for each pound", "points": 1, "perAmount": 1}], "escrowDays": 30, "tiers": {
  "system": "ACME Tier System", "levels": [
    {"code": "BASE", "name": "BASE", "entry": 0},
    {"code": "SILVER", "name": "SILVER", "entry": 2000, "lasts": "end-of-next-year"},
    {"code": "GOLD", "name": "GOLD", "entry": 10000, "lasts": "end-of-next-year"}]}}"""


@dataclass
class Acme:
    """The member's till, and a client that looks at the member from all sides."""

    shop: Shop
    clock: ToldClock
    session: requests.Session

    def join(self) -> None:
        """Become a member: a user first, then one who takes part, with a card."""
        users = f"{self.shop.gateway.url}/priv/v1/apps/LOYALTY_UK/users"
        person = {"first_name": "ZZZ002", "last_name": "Lei", "email": EMAIL, "mobile_number": PHONE}
        body = {"user": {"external_id": CUSTOMER, "opted_in": False, **person}}
        user = self.session.post(users, json=body).json()["user"]
        assert (user["tier"], user["opted_in"]) == ("Unenrolled", False)
        again = self.session.post(users, json=body)
        assert (again.status_code, again.json()["errors"]["code"]) == (200, "validation")
        enrolled = self.session.post(f"{users}/{user['id']}/enroll").json()["user"]
        assert (enrolled["tier"], enrolled["opted_in"]) == ("BASE", True)
        self.shop.command("cards", "add", CARD, "--customer", CUSTOMER)

    def buy(self, receipt: str, *amounts: int, **more: Any) -> dict[str, Any]:
        """Send a ticket of this moment."""
        ticket = {
            "receiptNumber": receipt,
            "businessDate": "2026-01-01",
            "occurredAt": self.clock.milliseconds,
            "cardNumber": CARD,
            "lines": [{"itemCode": f"I{place}", "amount": amount} for place, amount in enumerate(amounts)],
            "total": sum(amounts),
        }
        reply = self.session.post(f"{self.shop.gateway.url}/tickets", json={"tickets": [{**ticket, **more}]})
        result: dict[str, Any] = reply.json()["results"][0]
        assert result["outcome"] == {"name": "Success"}, result
        return result

    def bring_back(self, receipt: str, original: str, line: int, amount: int) -> dict[str, Any]:
        """Return one line of an earlier ticket."""
        back = {"originalLine": line, "quantity": 1, "amount": amount}
        named = {"receiptNumber": original, "businessDate": "2026-01-01"}
        return self.buy(receipt, original=named, returnedLines=[back], total=-amount)

    def user(self, path: str = "search", **query: str) -> dict[str, Any]:
        """The user object with everything."""
        every = {"user[user_profile]": "true", "expand_incentives": "true", "show_identifiers": "true"}
        url = f"{self.shop.gateway.url}/priv/v1/apps/LOYALTY_UK/users/{path}"
        body: dict[str, Any] = self.session.get(url, params={**query, **every}).json()
        assert body["status"] == "ok", body
        user: dict[str, Any] = body["user"]
        return user

    def look(self) -> tuple[list[int], str]:
        """Spendable, its escrow, tier-qualifying, its escrow, and the tier: alike on every face, however it is asked."""
        user = self.user(email=EMAIL.upper())
        assert user == self.user(mobile_number=PHONE) == self.user(external_id=CUSTOMER) == self.user(user["id"])
        details = user["point_account_balances"]["details"]
        balances = [each["available_balance"] for each in details]
        assert (user["available_points"], user["tier_points"]) == (balances[0], balances[2])
        assert user["point_account_balances"]["summary"]["total_points"] == sum(balances)
        for till in (self.shop.soap, self.shop.rest):
            answer = till.enquire("customerLoyaltyAccount", ACCOUNT)
            assert answer.figures
            assert [int(figure) for figure in answer.figures] == [balances[0], 0, balances[0]]
        rest = f"{self.shop.gateway.url}/WebRestApi/rest"
        # Who is in no tier yet is told none by Enactor's face, and has a name for that on SessionM's.
        assert self.session.get(f"{rest}/loyalty/{ACCOUNT}").json().get("rewardTier", "Unenrolled") == user["tier"]
        return balances, user["tier"]

    def administrators_see(self) -> list[tuple[str, str]]:
        """How the tier came to be, in the commands; balance and tier are what all faces tell, in the export too."""
        balances, tier = self.look()
        shown = json.loads(self.shop.command("accounts", "show", "loyalty", ACCOUNT, "--json"))
        rows = csv.DictReader(StringIO(self.shop.command("export", "accounts")))
        exported = next(row for row in rows if row["number"] == ACCOUNT)
        for account in (shown, exported):
            assert (account["number"], account["tier"], account["balance"]) == (ACCOUNT, tier, str(balances[0]))
        history = shown["tier_history"]
        explained = json.loads(self.shop.command("accounts", "explain", "loyalty", ACCOUNT, "--json"))
        assert explained["tier_history"] == history
        return [(each["tier"], each["how"]) for each in history]


@pytest.fixture
def acme(clocked_shop: Shop, tmp_path: Path) -> Iterator[Acme]:
    """The programme, before the member has joined."""
    rules = tmp_path / "rules.json"
    rules.write_text(RULES)
    clocked_shop.command("programmes", "rules", "set", str(rules))
    assert clocked_shop.clock
    with requests.Session() as session:
        session.auth = HTTPBasicAuth("till-1", "demo")
        yield Acme(clocked_shop, clocked_shop.clock, session)


def test_a_member_comes_to_gold(acme: Acme) -> None:
    acme.join()
    assert acme.look() == ([0, 0, 0, 0], "BASE")
    bought = acme.buy("R-1", 1500, 500, 500)
    assert acme.look() == ([0, 2500, 0, 2500], "BASE")
    acme.clock.wait(29)
    returned = acme.bring_back("R-2", "R-1", 2, 500)
    assert (returned["takenBack"], bought["earned"]) == (500, 2500)
    assert acme.look() == ([0, 2000, 0, 2000], "BASE")
    acme.clock.wait(1)
    # Told before anybody has rolled it over.
    assert acme.look() == ([2000, 0, 2000, 0], "SILVER")
    history = [("BASE", "reached"), ("SILVER", "reached")]
    assert acme.administrators_see() == history
    assert "Tickets rolled over: 1" in acme.shop.command("worker", "--once")
    assert acme.look() == ([2000, 0, 2000, 0], "SILVER")
    silver_in_detail(acme.user(external_id=CUSTOMER), acme.clock.days)
    # A return in escrow leaves the tier, and one after it too: only time lowers a tier.
    acme.buy("R-3", 300)
    assert acme.look() == ([2000, 300, 2000, 300], "SILVER")
    acme.bring_back("R-4", "R-3", 1, 300)
    acme.bring_back("R-5", "R-1", 3, 500)
    assert acme.look() == ([1500, 0, 1500, 0], "SILVER")
    acme.buy("R-6", 8500)
    assert acme.look() == ([1500, 8500, 1500, 8500], "SILVER")
    acme.clock.wait(30)
    assert acme.look() == ([10000, 0, 10000, 0], "GOLD")
    acme.shop.command("worker", "--once")
    assert acme.look() == ([10000, 0, 10000, 0], "GOLD")
    assert "next_tier_points" not in acme.user(external_id=CUSTOMER)
    assert acme.buy("R-1", 1500, 500, 500)["replayed"]
    assert acme.look() == ([10000, 0, 10000, 0], "GOLD")
    # Points count for ever here, so they keep the tier when it ends; who has brought the goods back falls.
    gold = acme.user(external_id=CUSTOMER)
    acme.clock.wait(800)
    kept = acme.user(external_id=CUSTOMER)
    assert acme.look() == ([10000, 0, 10000, 0], "GOLD")
    assert kept["tier_entered_at"] == gold["tier_resets_at"]
    acme.bring_back("R-7", "R-6", 1, 8500)
    acme.clock.wait(366)
    # Nobody has written it down, and every face says so.
    assert acme.look() == ([1500, 0, 1500, 0], "BASE")
    history += [("GOLD", "reached"), ("GOLD", "kept")]
    assert acme.administrators_see()[:4] == history
    assert acme.administrators_see()[-1] == ("BASE", "dropped")
    assert acme.buy("R-8", 10)["earned"] == 10
    assert acme.look() == ([1500, 10, 1500, 10], "BASE")
    acme.shop.command("verify")


def silver_in_detail(user: dict[str, Any], days: int) -> None:
    """What the vendor's page shows of a member who has 2000 points and is Silver."""
    year = datetime.fromtimestamp(datetime.now(UTC).timestamp() + days * 86_400, UTC).year
    assert user["tier_system"] == "ACME Tier System"
    assert (user["tier_points"], user["next_tier_points"], user["tier_ends_value"]) == (2000, 8000, 10000)
    assert user["tier_entered_at"].startswith(str(year))
    # The end of the following year: its last moment, as midnight of the next one.
    assert user["tier_resets_at"].startswith(f"{year + 2}-01-01 00:00:00")
    (level,) = user["tier_details"]["tier_levels"]
    assert (level["tier_overview"]["name"], level["tier_overview"]["rank"]) == ("SILVER", 2)
    assert (level["next_tier_overview"]["name"], level["next_tier_overview"]["rank"]) == ("GOLD", 3)
    (rule,) = level["tier_progress"][0]["rules"]
    assert (rule["query_result"], rule["rule"]["target_balance"], rule["rule_passed"]) == (2000, 10000, False)
    balances = user["point_account_balances"]
    assert balances["summary"] == {"total_points": 4000, "life_time_points": 4000}
    names = ("Spendable", "Spendable Escrow", "Tier-Qualifying", "Tier-Qualifying Escrow")
    programme = "Loyalty UK (demo)"
    assert [each["account_name"] for each in balances["details"]] == [f"{programme} {name} Account" for name in names]

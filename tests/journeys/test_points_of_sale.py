"""SessionM's clients at the running program: sign up, be looked up, buy; copies, kills and other roads change nothing."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.auth import HTTPBasicAuth

from tests.journeys.conftest import Shop
from tests.services.gateway import serve

RULES = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "tiers": {"system": "ACME Tier System",
  "levels": [{"code": "BASE", "name": "BASE", "entry": 0}, {"code": "SILVER", "name": "SILVER", "entry": 50}]}}"""
PERSON = {
    "external_id": "ZTEST002",
    "opted_in": True,
    "email": "very.secret@example.com",
    "mobile_number": "07700 900202",
    "first_name": "Verysecret",
    "last_name": "Namenlos",
}
TILL = HTTPBasicAuth("till-1", "demo")


@dataclass
class Client:
    """A client of one running program."""

    url: str
    opened: str
    """The moment of all its purchases, which comes after its rules."""

    def post(self, path: str, body: Any) -> requests.Response:
        """Send this."""
        return requests.post(f"{self.url}{path}", json=body, auth=TILL, timeout=60)

    def sign_up(self, **members: Any) -> requests.Response:
        """Create the user."""
        return self.post("/priv/v1/apps/LOYALTY_UK/users", {"user": {**PERSON, **members}})

    def look_up(self, **payload: str) -> dict[str, Any]:
        """The reply to a lookup."""
        envelope = {"store_id": "0001", "client_id": "pos1@0001.enactor", "request_id": "L-1"}
        reply: dict[str, Any] = self.post("/api/2.0/lookup", {**envelope, "request_payload": payload}).json()
        return reply

    def buy(self, number: str = "T-1", request_id: str = "R-1", **more: Any) -> requests.Response:
        """Send a transaction of 60.00."""
        payload = {
            "transaction_id": number,
            "open_time": self.opened,
            "modified_time": self.opened,
            "subtotal": 60,
            "items": [
                {"line_id": "1", "item_id": "TIE", "quantity": 2, "subtotal": 30},
                {"line_id": "2", "item_id": "HAT", "quantity": 1, "subtotal": 30},
            ],
            "payments": [{"type": "CASH", "amount": 60, "user_id": "ZTEST002", "user_id_type": "External_ID"}],
        }
        envelope = {"store_id": "0001", "client_id": "pos1@0001.enactor", "request_id": request_id}
        return self.post("/api/2.0/send_transaction", {**envelope, "request_payload": {**payload, **more}})

    def points(self) -> list[int]:
        """What the four accounts hold."""
        user = self.look_up(external_customer_id="ZTEST002")["payload"]["user"]
        return [each["available_balance"] for each in user["point_account_balances"]["details"]]


@pytest.fixture
def counter(shop: Shop, tmp_path: Path) -> Iterator[Client]:
    """The demo data, with a programme whose purchases earn at once."""
    rules = tmp_path / "rules.json"
    rules.write_text(RULES)
    shop.command("programmes", "rules", "set", str(rules))
    yield Client(shop.gateway.url, f"{datetime.now(UTC) + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}")
    shop.command("verify")


def test_a_client_that_lists_numbers_and_writes_countries_with_three_letters_reads_them_by_external_id(
    counter: Client, shop: Shop
) -> None:
    listed = [{"phone_number": "07700 900203", "phone_type": "mobile", "preference_flags": ["primary"]}]
    kept = {name: value for name, value in PERSON.items() if name != "mobile_number"}
    body = {"user": {**kept, "phone_numbers": listed, "country": "GBR", "zip": "SW1A 1AA"}}
    made = counter.post("/priv/v1/apps/LOYALTY_UK/users", body).json()["user"]
    address = f"{counter.url}/priv/v1/apps/LOYALTY_UK/external/users/ZTEST002"
    assert requests.get(address, auth=TILL, timeout=60).json() == {"status": "ok", "user": made}
    assert (made["country"], made["phone_numbers"]) == ("GBR", [{**listed[0], "verified_ownership": False}])
    # The other faces, and whoever looks at the record, see two letters.
    shown = shop.command("customers", "show", "ZTEST002").splitlines()
    assert "country GB" in [" ".join(line.split()) for line in shown]
    assert counter.look_up(phone="07700900203")["payload"]["user"]["id"] == made["id"]
    moved = {"user": {"country": "fr", "phone_numbers": []}}
    changed = requests.put(address, json=moved, auth=TILL, timeout=60).json()["user"]
    assert (changed["country"], "phone_numbers" in changed, "mobile_number" in changed) == ("FRA", False, False)
    assert counter.look_up(phone="07700900203")["errors"]["code"] == "user_not_found"
    refused = requests.put(address, json={"user": {"country": "XYZ", "city": "Paris"}}, auth=TILL, timeout=60).json()
    assert "ISO 3166" in refused["errors"]["message"]
    assert requests.get(address, auth=TILL, timeout=60).json()["user"] == changed


def test_a_client_signs_up_is_looked_up_and_buys(counter: Client, shop: Shop) -> None:
    user = counter.sign_up().json()["user"]
    assert (user["tier"], user["opted_in"], user["available_points"]) == ("BASE", True, 0)
    for named in (
        {"email": "VERY.secret@example.com"},
        {"phone": "07700900202"},
        {"phone": "447700900202"},
        {"user_id": user["id"]},
        {"external_customer_id": "ZTEST002"},
    ):
        assert counter.look_up(**named)["payload"]["user"]["id"] == user["id"], named
    shop.command("cards", "add", "6335002002", "--customer", "ZTEST002")
    assert counter.look_up(external_customer_id="6335002002")["payload"]["user"]["id"] == user["id"]
    shop.command("customers", "add", "6335002002", "--surname", "Other")
    assert counter.look_up(external_customer_id="6335002002")["errors"]["code"] == "validation"
    assert counter.buy().json() == {
        "status": "OK",
        "payload": {"transaction_id": "T-1", "points_earned": 60, "points_taken_back": 0, "remarks": []},
    }
    assert counter.points() == [60, 0, 60, 0]
    assert counter.look_up(user_id=user["id"])["payload"]["user"]["tier"] == "SILVER"
    ticket = {
        "receiptNumber": "T-1",
        "businessDate": counter.opened[:10],
        "locationId": "0001",
        "deviceId": "pos1@0001.enactor",
        "occurredAt": int(datetime.fromisoformat(counter.opened).timestamp() * 1000),
        "cardNumber": "6335002002",
        "lines": [{"itemCode": "TIE", "quantity": 2, "amount": 30}, {"itemCode": "HAT", "amount": 30}],
        "total": 60,
    }
    assert counter.post("/tickets", {"tickets": [ticket]}).json()["results"][0]["replayed"]
    assert counter.post("/tickets", {"tickets": [{**ticket, "receiptNumber": "T-2"}]}).status_code == 200
    assert counter.buy("T-2", "R-2").json()["payload"]["points_earned"] == 60
    assert counter.points() == [120, 0, 120, 0]
    for secret in ("ecret", "Namenlos", "900202", "900 202"):
        assert secret not in shop.gateway.log


def test_copies_are_one_purchase_and_get_the_same_bytes(counter: Client) -> None:
    with ThreadPoolExecutor(16) as threads:
        signed = list(threads.map(lambda _: counter.sign_up(), range(16)))
        assert sorted(reply.json()["status"] for reply in signed) == ["error"] * 15 + ["ok"]
        replies = list(threads.map(lambda _: counter.buy(), range(32)))
        assert {(reply.status_code, reply.content) for reply in replies} == {(200, replies[0].content)}
        assert json.loads(replies[0].content)["status"] == "OK"
        others = list(threads.map(lambda each: counter.buy(f"T-{each}", "SAME"), range(2, 18)))
    assert sorted(reply.json()["status"] for reply in others) == ["ERROR"] * 15 + ["OK"]
    assert counter.points() == [120, 0, 120, 0]


def test_a_reply_is_the_same_after_the_program_was_killed(counter: Client, shop: Shop) -> None:
    counter.sign_up()
    with serve(shop.database_url) as gateway:
        other = Client(gateway.url, counter.opened)
        first = other.buy(payments=[{"type": "CASH", "amount": 60}])
        assert first.json()["payload"]["points_earned"] == 0
        claim = {"receiptNumber": "T-1", "businessDate": counter.opened[:10], "customerNumber": "ZTEST002"}
        place = {"locationId": "0001", "deviceId": "pos1@0001.enactor"}
        assert other.post("/tickets/attributions", {**claim, **place}).json()["earned"] == 60
        for pid in (*gateway.worker_pids, gateway.main_pid):
            os.kill(pid, signal.SIGKILL)
    again = counter.buy(payments=[{"type": "CASH", "amount": 60}])
    assert again.content == first.content
    assert counter.buy().json()["errors"]["code"] == "validation"
    assert counter.points() == [60, 0, 60, 0]


OTHER = {"external_id": "ZTEST003", "email": "another@example.com", "mobile_number": "07700 900203"}
CARD_NUMBERS = ("6335002002", "6335002003")


def paid_by(user_id: str, kind: str = "External_ID") -> dict[str, Any]:
    """Whose purchase of 60.00 it is."""
    return {"payments": [{"type": "CASH", "amount": 60, "user_id": user_id, "user_id_type": kind}]}


def test_users_whose_accounts_were_merged_are_looked_up_and_buy_by_every_name(counter: Client, shop: Shop) -> None:
    users = [counter.sign_up(**members).json()["user"] for members in ({}, OTHER)]
    numbers = ("ZTEST002", "ZTEST003")
    for number, card in zip(numbers, CARD_NUMBERS, strict=True):
        shop.command("cards", "add", card, "--customer", number)
    names = [
        *((each, "External_ID") for each in (*numbers, *CARD_NUMBERS)),
        *((each["id"], "SessionM_ID") for each in users),
    ]
    # One receipt for each name, which is sent again by every other.
    sent = [counter.buy(f"T-{place}", f"R-{place}", **paid_by(*name)) for place, name in enumerate(names)]
    assert {reply.json()["payload"]["points_earned"] for reply in sent} == {60}
    assert "took 180 and had 360 then" in shop.command(
        "accounts", "merge", "loyalty", *numbers, "--reason", "two cards"
    )
    for place, first in enumerate(sent):
        assert counter.buy(f"T-{place}", f"R-{place}", **paid_by(*names[place])).content == first.content
        other = names[(place + 1) % len(names)]
        reply = counter.buy(f"T-{place}", f"O-{place}", **paid_by(*other)).json()
        assert reply["payload"] == first.json()["payload"], (names[place], other)
    _all_see(counter, users, 360)
    for place, name in enumerate(names):
        reply = counter.buy(f"N-{place}", f"N-{place}", **paid_by(*name)).json()
        assert reply["payload"]["points_earned"] == 60, name
    _all_see(counter, users, 720)
    # What was bought before comes back by the name that it was not bought with, once.
    for place, name in enumerate(reversed(names)):
        for again in range(2):
            reply = counter.buy(f"T-{place}", f"V-{place} {again}", is_voided=True, **paid_by(*name)).json()
            assert reply["payload"]["points_taken_back"] == 60, (name, reply)
    _all_see(counter, users, 360)


def _all_see(counter: Client, users: list[dict[str, Any]], points: int) -> None:
    """By each of the names it is the same user as before, with the points of both."""
    for user, number, card in zip(users, ("ZTEST002", "ZTEST003"), CARD_NUMBERS, strict=True):
        addresses = (f"external/users/{number}", f"users/{user['id']}")
        seen = [
            counter.look_up(**{name: value})["payload"]["user"]
            for name, value in (
                ("external_customer_id", number),
                ("external_customer_id", card),
                ("user_id", user["id"]),
                ("email", user["email"]),
            )
        ]
        for address in addresses:
            reply = requests.get(f"{counter.url}/priv/v1/apps/LOYALTY_UK/{address}", auth=TILL, timeout=60)
            seen.append(reply.json()["user"])
        for each in seen:
            assert (each["id"], each["available_points"], each["tier"]) == (user["id"], points, "SILVER")

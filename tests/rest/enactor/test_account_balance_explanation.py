"""GET /accounts/{accountType}/{accountId}/explanation."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from domain.accounts.coming_expiry import ComingExpiry
from domain.amounts import SCALE
from domain.clock import to_microseconds
from domain.purchases.tier_history import TierChange
from domain.purchases.tier_standing import TierReason
from tests.rest.enactor.test_customers import links_of
from tests.rest.fakes.core import FakeWorld

UPDATES = "/WebRestApi/rest/accountBalances/update"
ADDRESS = "/WebRestApi/rest/accounts/customerLoyaltyAccount/1/explanation"


def update(till: FlaskClient, transaction_id: str, amount: int, **more: Any) -> None:
    body = {
        "transactionId": transaction_id,
        "deviceId": "pos1@0001.enactor",
        "accountId": "1",
        "accountType": "customerLoyaltyAccount",
        "updateAmount": amount,
        "status": "COMPLETED",
        **more,
    }
    reply = till.post(UPDATES, json=body, headers={"enactor-user-id": "op-7"})
    assert reply.get_json()["accountBalanceUpdateOutput"]["outcome"]["name"] == "Success", reply.text


def sell(world: FakeWorld, till: FlaskClient) -> int:
    """Three updates, an hour apart; the moment after the first, in milliseconds."""
    world.ledger.open("1", "100")
    update(till, "t1", 100)
    first = to_microseconds(world.clock.now()) // 1000
    world.clock.advance(hours=1)
    update(till, "t2", -40)
    world.clock.advance(hours=1)
    update(till, "t3", -5, status="PENDING")
    return first


def test_of_a_member_the_changes_of_the_tier_are_told_up_to_that_moment(world: FakeWorld, till: FlaskClient) -> None:
    first = sell(world, till)
    assert "tierHistory" not in till.get(ADDRESS).get_json()
    (account,) = world.ledger.books.accounts.values()
    began = world.clock.now() - timedelta(hours=2)
    reached = TierChange("GOLD", TierReason.REACHED, began, world.clock.now(), Decimal(100), "100 points reach Gold.")
    fell = TierChange("", TierReason.DROPPED, world.clock.now(), None, None, "")
    world.history.changes[account.programme_id, account.id] = [reached, fell]
    gold = {
        "tierCode": "GOLD",
        "reason": "reached",
        "joinedAt": first,
        "resetsAt": first + 7_200_000,
        "points": 100,
        "explanation": "100 points reach Gold.",
    }
    assert till.get(ADDRESS).get_json()["tierHistory"] == [gold, {"reason": "dropped", "joinedAt": first + 7_200_000}]
    assert till.get(f"{ADDRESS}?asOf={first}").get_json()["tierHistory"] == [gold]


def test_entries_and_holds_add_up_to_the_figures(world: FakeWorld, till: FlaskClient) -> None:
    sell(world, till)
    reply = till.get(ADDRESS)
    assert reply.headers["Cache-Control"] == "no-store"
    told = reply.get_json()
    assert (told["balance"], told["held"], told["available"], told["creditLimit"]) == (60, 5, 55, 0)
    assert [(entry["sequence"], entry["amount"], entry["balance"]) for entry in told["entries"]] == [
        (3, 0, 60),
        (2, -40, 60),
        (1, 100, 100),
    ]
    assert told["entries"][1] == {
        "sequence": 2,
        "amount": -40,
        "balance": 60,
        "kind": "redeem",
        "transactionId": "t2",
        "deviceId": "pos1@0001.enactor",
        "locationId": "0001",
        "userId": "op-7",
        "receivedAt": told["entries"][2]["receivedAt"] + 3_600_000,
    }
    (hold,) = told["holds"]
    assert (hold["transactionId"], hold["amount"], hold["expiryTime"] > told["asOf"]) == ("t3", -5, True)


def test_what_expires_next_is_told_where_anything_does(world: FakeWorld, till: FlaskClient) -> None:
    sell(world, till)
    assert "nextExpiry" not in till.get(ADDRESS).get_json()
    ends = world.clock.now().replace(microsecond=0)
    world.history.next_expiry = ComingExpiry(ends, 40 * SCALE)
    assert till.get(ADDRESS).get_json()["nextExpiry"] == {"amount": 40, "expiryTime": int(ends.timestamp()) * 1000}


def test_a_moment_of_the_past_is_explained_as_it_was(world: FakeWorld, till: FlaskClient) -> None:
    first = sell(world, till)
    told = till.get(ADDRESS, query_string={"asOf": first}).get_json()
    assert (told["balance"], told["available"], told["asOf"], told["totalRows"]) == (100, 100, first, 1)
    assert told["holds"] == []
    beyond = str(to_microseconds(world.clock.now() + timedelta(days=36_526)) // 1000)
    for text in ("yesterday", "1e3", "", "99999999999999999999", "-1", beyond, "253402300799999"):
        refused = till.get(ADDRESS, query_string={"asOf": text})
        assert refused.status_code == 400
        assert "asOf" in refused.get_json()["messageText"]


def test_a_movement_is_in_the_balance_of_the_millisecond_that_is_told_of_it(
    world: FakeWorld, till: FlaskClient
) -> None:
    world.clock.moment = world.clock.now().replace(microsecond=123_456)
    sell(world, till)
    entries = till.get(ADDRESS).get_json()["entries"]
    for entry in entries:
        told = till.get(ADDRESS, query_string={"asOf": entry["receivedAt"]}).get_json()
        assert (told["balance"], told["entries"][0]["sequence"]) == (entry["balance"], entry["sequence"])
        before = till.get(ADDRESS, query_string={"asOf": entry["receivedAt"] - 1}).get_json()
        assert before["totalRows"] == entry["sequence"] - 1
    assert len(entries) == 3


def test_pages_are_linked(world: FakeWorld, till: FlaskClient) -> None:
    sell(world, till)
    reply = till.get(ADDRESS, query_string={"rowCount": 2})
    target = urlsplit(links_of(reply)["next"])
    after = till.get(f"{target.path}?{target.query}").get_json()
    assert [entry["sequence"] for entry in after["entries"]] == [1]
    assert "nextPageToken" not in after


def test_an_account_that_there_is_not_is_answered_so(world: FakeWorld, till: FlaskClient) -> None:
    reply = till.get(ADDRESS)
    assert (reply.status_code, reply.get_json()["outcome"]["name"]) == (200, "NoAccount")


def test_a_customer_is_told_of_their_own_account_without_the_staff(
    world: FakeWorld, till: FlaskClient, anyone: FlaskClient
) -> None:
    sell(world, till)
    own = anyone.get(ADDRESS, headers={"id_token": "customer 100"}).get_json()
    assert own["balance"] == 60
    assert "op-7" not in str(own)
    other = anyone.get(ADDRESS, headers={"id_token": "customer 1"}).get_json()
    assert other["outcome"]["name"] == "NoAccount"

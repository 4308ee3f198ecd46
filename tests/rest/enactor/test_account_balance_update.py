"""POST /accountBalances/update and PATCH /accountBalances."""

import json
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.accounts.account import AccountStatus, AccountType
from domain.accounts.account_details import CardDetails
from tests.rest.documented import missing_from
from tests.rest.fakes.core import FakeWorld

UPDATE = "/WebRestApi/rest/accountBalances/update"
PATCH = "/WebRestApi/rest/accountBalances"

DOCUMENTED: dict[str, Any] = {
    "@type": "accountBalanceUpdate",
    "transactionId": 978789,
    "deviceId": {"@type": "deviceKey", "id": "pos1@0001.enactor"},
    "accountId": "0101025190527144502028",
    "accountType": "customerLoyaltyAccount",
    "cardNumber": "8934736829037",
    "updateAmount": 88,
    "dateTimeUpdated": 1624295653842,
    "expiryTime": 1625591653000,
    "status": "PENDING",
    "referenceId": "34546344543",
    "locationId": "Store1",
}
DOCUMENTED_REPLY = {
    "@type": "accountBalanceUpdateResponse",
    "accountBalanceUpdateOutput": {
        "@type": "accountBalanceUpdateOutput",
        "accountBalanceUpdate": {
            "@type": "accountBalanceUpdate",
            "transactionId": 978789,
            "deviceId": {"@type": "deviceKey", "id": "pos1@0001.enactor"},
            "originalTransactionDeviceId": {"@type": "deviceKey", "id": "pos2@0001.enactor"},
            "originalTransactionId": "123456789012345",
            "locationId": "Store1",
            "accountId": "0101025190527144502028",
        },
    },
}


def output_of(reply: Any) -> dict[str, Any]:
    """The output of a reply that must be a normal one."""
    assert reply.status_code == 200, reply.text
    output: dict[str, Any] = reply.get_json()["accountBalanceUpdateOutput"]
    return output


@pytest.fixture(autouse=True)
def account(world: FakeWorld) -> None:
    """The account and card of the documented example, with 100 points."""
    world.ledger.open("0101025190527144502028", balance=100, card=CardDetails("8934736829037", "ab" * 32))


@pytest.mark.parametrize(("method", "path"), [("POST", UPDATE), ("POST", f"{UPDATE}/"), ("PATCH", PATCH)])
def test_the_documented_hold_is_placed(till: FlaskClient, method: str, path: str) -> None:
    hold = {**DOCUMENTED, "dateTimeUpdated": 1793534400000, "expiryTime": 1794830400000, "updateAmount": -88}
    output = output_of(till.open(path, method=method, json=hold))
    assert missing_from(hold, output["accountBalanceUpdate"]) == []
    assert output["outcome"] == {"name": "Success"}
    assert (output["balance"], output["available"], output["held"]) == (100, 12, 88)
    assert output["replayed"] is False


def test_the_documented_message_as_printed_is_understood_and_its_hold_has_lapsed(till: FlaskClient) -> None:
    output = output_of(till.post(UPDATE, json=DOCUMENTED))
    assert (output["outcome"]["name"], output["errorCode"]) == ("Fail", "HoldExpired")


def test_the_documented_reply_names_the_original(till: FlaskClient, world: FakeWorld) -> None:
    sale = {**DOCUMENTED, "transactionId": "123456789012345", "status": "COMPLETED", "deviceId": "pos2@0001.enactor"}
    output_of(till.post(UPDATE, json=sale))
    reversal = {
        **DOCUMENTED,
        "status": "COMPLETED",
        "updateAmount": -88,
        "originalTransactionId": "123456789012345",
        "originalTransactionDeviceId": {"@type": "deviceKey", "id": "pos2@0001.enactor"},
    }
    reply = till.post(UPDATE, json=reversal)
    assert missing_from(DOCUMENTED_REPLY, reply.json) == []
    assert output_of(reply)["balance"] == 100


def test_the_vendors_own_misspelling_of_the_type_is_taken(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "accountType": "customerLoyalatyAccount", "status": "COMPLETED"}
    assert output_of(till.post(UPDATE, json=update))["balance"] == 188


def test_a_resend_gets_the_first_answer_marked_as_replay(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "status": "COMPLETED"}
    first = till.post(UPDATE, json=update)
    other = till.post(UPDATE, json={**update, "transactionId": 978790})
    again = till.patch(PATCH, json={**update, "transactionId": "978789"})
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (output_of(first)["balance"], output_of(other)["balance"]) == (188, 276)
    assert (output_of(again)["balance"], output_of(again)["replayed"]) == (188, True)
    assert "duplicateOf" not in output_of(again)


def test_another_key_for_a_known_sale_gets_the_first_result_as_a_duplicate(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "status": "COMPLETED"}
    output_of(till.post(UPDATE, json=update))
    again = output_of(till.post(UPDATE, json=update, headers={"Idempotency-Key": "k1"}))
    assert (again["balance"], again["replayed"], again["duplicateOf"]) == (188, True, "1")


@pytest.mark.parametrize("same", ["k1", '"k1"', " k1 "])
def test_a_key_alone_is_enough_and_quotes_make_no_other_key(till: FlaskClient, world: FakeWorld, same: str) -> None:
    update = {"accountType": "customerLoyaltyAccount", "accountId": "0101025190527144502028", "updateAmount": 1}
    first = output_of(till.post(UPDATE, json=update, headers={"Idempotency-Key": "k1"}))
    again = output_of(till.post(UPDATE, json=update, headers={"Idempotency-Key": same}))
    assert (first["balance"], first["replayed"]) == (101, False)
    assert (again["balance"], again["replayed"]) == (101, True)


def test_without_device_and_transaction_a_key_is_needed(till: FlaskClient) -> None:
    update = {"accountType": "customerLoyaltyAccount", "accountId": "0101025190527144502028", "updateAmount": 1}
    for headers in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": '""'}, {"Idempotency-Key": "k" * 256}):
        assert till.post(UPDATE, json=update, headers=headers).status_code == 400


def test_the_same_sale_with_another_amount_is_refused_naming_it(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "status": "COMPLETED"}
    output_of(till.post(UPDATE, json=update))
    reply = till.post(UPDATE, json={**update, "updateAmount": 89})
    assert reply.status_code == 422
    problem = reply.get_json()
    assert (problem["errorCode"], problem["field"], problem["moved"]) == ("IdempotencyMismatch", "updateAmount", False)


def test_a_refusal_is_a_normal_reply_with_the_figures(till: FlaskClient) -> None:
    output = output_of(till.post(UPDATE, json={**DOCUMENTED, "status": "COMPLETED", "updateAmount": -101}))
    assert output["outcome"] == {"name": "Fail"}
    assert output["errorCode"] == output["messages"][0]["messageId"] == "InsufficientFunds"
    assert (output["balance"], output["available"], output["held"]) == (100, 100, 0)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [({"accountType": "clubAccount"}, "UnknownAccountType"), ({"accountId": "1"}, "NoAccount")],
)
def test_no_account_is_a_normal_reply_without_figures(till: FlaskClient, change: dict[str, str], outcome: str) -> None:
    output = output_of(till.post(UPDATE, json={**DOCUMENTED, **change}))
    assert output["outcome"] == {"name": outcome}
    assert output["errorCode"] == outcome
    assert "balance" not in output


def test_an_account_found_by_card_is_named_in_the_reply(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "status": "COMPLETED", "accountId": None}
    assert output_of(till.post(UPDATE, json=update))["accountBalanceUpdate"]["accountId"] == "0101025190527144502028"


def test_a_hold_without_expiry_says_when_it_lapses(till: FlaskClient, world: FakeWorld) -> None:
    hold = {**DOCUMENTED, "expiryTime": None, "updateAmount": -1}
    echoed = output_of(till.post(UPDATE, json=hold))["accountBalanceUpdate"]
    assert echoed["expiryTime"] == int(world.clock.moment.timestamp() * 1000) + 15 * 24 * 3_600_000


def test_device_and_site_come_from_the_headers_where_the_message_has_none(till: FlaskClient, world: FakeWorld) -> None:
    update = {**DOCUMENTED, "status": "COMPLETED", "deviceId": None, "locationId": ""}
    headers = {"enactor-device-id": "pos9", "enactor-location-id": "0009", "enactor-user-id": "7"}
    output_of(till.post(UPDATE, json=update, headers=headers))
    movement = world.ledger.books.changes.movements[-1]
    assert (movement.device, movement.site, movement.operator) == ("pos9", "0009", "7")


@pytest.mark.parametrize(
    ("literal", "moved"),
    [
        ("88", 88),
        ('"88"', 88),
        ("-88", -88),
        ('"-88"', -88),
        ("88.0", 88),
        ('" 88.0000 "', 88),
        ("0", 0),
        ('"0"', 0),
        ("-0", 0),
        ('"007"', 7),
    ],
)
def test_amounts_are_taken_as_numbers_and_as_text(till: FlaskClient, literal: str, moved: int) -> None:
    assert output_of(post_amount(till, literal))["balance"] == 100 + moved


@pytest.mark.parametrize(
    "literal",
    [
        "NaN", '"NaN"', "Infinity", "-Infinity", '"Infinity"', "1e2", "1.0e1", '"1e2"', "1E+2", '"+88"', '"1_0"', '"٣"',
        '"\\uff18"', '""', '"88."', '".5"', '"1,5"', "88.00001", "100000000000000", "1" * 5000, '"0x10"', "true", "false", "[]",
        "{}", '{"amount":88}', "[88]", '"8 8"', '"\\u00a088"', '"88\\u0000"',
    ],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused_and_moves_nothing(till: FlaskClient, world: FakeWorld, literal: str) -> None:
    reply = post_amount(till, literal)
    assert reply.status_code == 400
    assert reply.content_type == "application/problem+json"
    assert not world.ledger.books.changes.movements
    assert len(reply.get_json()["detail"]) <= 300


def post_amount(till: FlaskClient, literal: str) -> Any:
    """Send an update with this amount, byte for byte."""
    body = json.dumps({**DOCUMENTED, "status": "COMPLETED", "updateAmount": "AMOUNT"}).replace('"AMOUNT"', literal)
    return till.post(UPDATE, data=body, content_type="application/json")


def test_fractions_beyond_the_account_are_refused(till: FlaskClient) -> None:
    reply = till.post(UPDATE, json={**DOCUMENTED, "status": "COMPLETED", "updateAmount": "0.5"})
    assert (reply.status_code, reply.get_json()["field"]) == (400, "updateAmount")


def test_money_moves_in_pence(till: FlaskClient, world: FakeWorld) -> None:
    world.ledger.open("7", kind=AccountType.DEPOSIT, balance=12, currency="GBP", precision=2)
    update = {**DOCUMENTED, "accountType": "customerDepositAccount", "accountId": "7", "status": "COMPLETED"}
    assert output_of(till.post(UPDATE, json={**update, "updateAmount": -240}))["balance"] == 960


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"accountType": None}, "accountType"),
        ({"accountType": ""}, "accountType"),
        ({"accountType": 1}, "accountType"),
        ({"accountId": 101025190527144502028}, "accountId"),
        ({"accountId": "0101025190527144502028\x00"}, "accountId"),
        ({"accountId": "\ud800"}, "accountId"),
        ({"accountId": "\uff10"}, "accountId"),
        ({"accountId": "", "cardNumber": ""}, "accountId"),
        ({"transactionId": Decimal("1.5")}, "transactionId"),
        ({"transactionId": True}, "transactionId"),
        ({"transactionId": ["1"]}, "transactionId"),
        ({"transactionId": "9" * 101}, "transactionId"),
        ({"deviceId": {"@type": "deviceKey"}}, "deviceId"),
        ({"deviceId": {"id": 1}}, "deviceId"),
        ({"deviceId": []}, "deviceId"),
        ({"dateTimeUpdated": "2021-06-21T17:14:13Z"}, "dateTimeUpdated"),
        ({"dateTimeUpdated": Decimal("1624295653842.5")}, "dateTimeUpdated"),
        ({"dateTimeUpdated": 10**18}, "dateTimeUpdated"),
        ({"dateTimeUpdated": True}, "dateTimeUpdated"),
        ({"dateTimeUpdated": 1793800000000}, "dateTimeUpdated"),
        ({"status": "DONE"}, "status"),
        ({"status": 1}, "status"),
    ],
)
def test_a_bad_member_is_refused_by_name_and_moves_nothing(
    till: FlaskClient, world: FakeWorld, change: dict[str, Any], field: str
) -> None:
    reply = till.post(UPDATE, json={**DOCUMENTED, "status": "COMPLETED", **change})
    assert reply.status_code == 400
    assert reply.get_json()["field"] == field
    assert field in reply.get_json()["detail"]
    assert not world.ledger.books.changes.movements


def test_all_bad_members_are_told_at_once(till: FlaskClient) -> None:
    reply = till.post(UPDATE, json={"status": "DONE", "updateAmount": "x"})
    assert {each["field"] for each in reply.get_json()["errors"]} == {"accountType", "status", "updateAmount"}


def test_members_nobody_knows_are_let_pass(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "status": "completed", "colour": {"@type": "colourKey", "id": [None, Decimal("1.5"), {}]}}
    assert output_of(till.post(UPDATE, json=update))["balance"] == 188


def test_a_customers_own_token_moves_nothing(anyone: FlaskClient, world: FakeWorld) -> None:
    reply = anyone.post(UPDATE, json={**DOCUMENTED, "status": "COMPLETED"}, headers={"id_token": "customer 100"})
    assert reply.status_code == 403
    assert not world.ledger.books.changes.movements


def test_a_subject_narrows_a_till_to_that_customer(till: FlaskClient) -> None:
    update = {**DOCUMENTED, "status": "COMPLETED"}
    assert output_of(till.post(UPDATE, json=update, headers={"subject": "200"}))["outcome"]["name"] == "NoAccount"
    assert output_of(till.post(UPDATE, json=update, headers={"subject": "100"}))["balance"] == 188


def test_a_blocked_account_refuses(till: FlaskClient, world: FakeWorld) -> None:
    world.ledger.open("5", status=AccountStatus.BLOCKED)
    output = output_of(
        till.post(UPDATE, json={**DOCUMENTED, "accountId": "5", "cardNumber": "", "status": "COMPLETED"})
    )
    assert output["errorCode"] == "AccountBlocked"


def test_a_store_that_is_away_asks_for_a_retry(till: FlaskClient, world: FakeWorld) -> None:
    world.ledger.is_away = True
    reply = till.post(UPDATE, json=DOCUMENTED)
    assert reply.status_code == 503
    assert int(reply.headers["Retry-After"]) > 0
    assert reply.get_json()["errorCode"] == "StoreUnavailable"
    assert reply.headers["Cache-Control"] == "no-store"

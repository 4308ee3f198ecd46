"""GET /accounts/{accountType}/{accountId}, and the older GET /accountbalances."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from domain.accounts.account import AccountStatus, AccountType
from domain.accounts.account_details import CardDetails
from domain.customers.customer import Address, Customer
from tests.rest.documented import missing_from
from tests.rest.fakes.core import FakeWorld

DOCUMENTED = {
    "@type": "accountBalanceEnquiryResponse",
    "accountBalanceEnquiryOutput": {
        "@type": "accountBalanceEnquiryOutput",
        "account": {
            "@type": "customerLoyaltyAccount",
            "loyaltySchemeId": {"@type": "loyaltySchemeKey", "id": "LOYALTY_UK"},
            "tierCode": "UK",
            "manualTierReview": True,
            "accountId": "0101025190527144502028",
            "accountType": "customerLoyaltyAccount",
            "accountOpenedDate": 1247596200000,
            "status": "ACTIVE",
            "customerNumber": "1",
            "currencyId": {"@type": "currencyKey", "id": "GBP"},
        },
        "accountDescription": "Customer Loyalty Account - Club",
        "customer": {
            "@type": "customer",
            "addresses": [
                {"@type": "address", "country": "GBR", "isPreferred": True, "county": "London", "town": "London"}
            ],
            "customerNumber": "100000000000001",
            "emailAddresses": [{"@type": "emailAddress"}],
        },
        "outcome": {"name": "Success"},
        "customerLoyaltyAccountTotal": {"@type": "customerLoyaltyAccountTotal", "pointsBalance": 1250},
    },
}


@pytest.fixture
def documented_account(world: FakeWorld) -> None:
    """The account, customer and card of the documented example."""
    address = Address(town="London", county="London", country="GBR")
    world.ledger.open(
        "0101025190527144502028",
        Customer("100000000000001", "Baldwin", address=address, email="a@example.org"),
        customer_number="1",
        balance=1250,
        currency="GBP",
        card=CardDetails("8934736829037", "ab" * 32),
        opened_at=datetime(2009, 7, 14, 18, 30, tzinfo=UTC),
        scheme="LOYALTY_UK",
        tier="UK",
        is_tier_manual=True,
        groups=("STAFF",),
        messages=("Double points on Tuesday",),
    )


@pytest.mark.usefixtures("documented_account")
def test_the_documented_example_is_answered_as_documented(till: FlaskClient) -> None:
    reply = till.get("/WebRestApi/rest/accounts/customerLoyaltyAccount/0101025190527144502028")
    assert reply.status_code == 200
    assert reply.content_type == "application/json"
    assert missing_from(DOCUMENTED, reply.json) == []
    assert reply.text.startswith('{"@type":"accountBalanceEnquiryResponse","accountBalanceEnquiryOutput":{"@type":')


@pytest.mark.usefixtures("documented_account")
def test_the_reply_says_card_groups_messages_and_all_figures(till: FlaskClient) -> None:
    reply = till.get("/WebRestApi/rest/accounts/customerLoyaltyAccount/0101025190527144502028")
    output = reply.get_json()["accountBalanceEnquiryOutput"]
    assert output["customerCard"] == {"@type": "customerCard", "cardNumber": "8934736829037", "status": "ACTIVE"}
    assert output["customerGroups"] == [{"@type": "groupKey", "id": "STAFF"}]
    assert output["messages"] == [{"@type": "message", "messageText": "Double points on Tuesday"}]
    assert (output["balance"], output["available"], output["held"]) == (1250, 1250, 0)
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("documented_account")
@pytest.mark.parametrize("path", ["/accountbalances", "/accountBalances", "/accountbalances/"])
@pytest.mark.parametrize(
    "query",
    ["accountId=0101025190527144502028", "pan=8934736829037", f"hashedPan={'AB' * 32}", "accountId=&pan=8934736829037"],
)
def test_the_older_shape_is_the_output_itself_without_types(till: FlaskClient, path: str, query: str) -> None:
    reply = till.get(f"/WebRestApi/rest{path}?accountType=CUSTOMERLOYALTYACCOUNT&{query}")
    assert reply.status_code == 200
    assert "@type" not in reply.text
    output = reply.get_json()
    assert output["account"]["currencyId"] == {"id": "GBP"}
    assert output["outcome"] == {"name": "Success"}
    assert output["balance"] == 1250


def test_money_is_whole_pence_and_points_keep_their_places(till: FlaskClient, world: FakeWorld) -> None:
    world.ledger.open("7", kind=AccountType.DEPOSIT, balance=12, currency="GBP", precision=2)
    world.ledger.open("8", balance=12, precision=2)
    money = till.get("/WebRestApi/rest/accounts/customerDepositAccount/7").text
    points = till.get("/WebRestApi/rest/accounts/customerLoyaltyAccount/8").text
    assert '"balance":1200,' in money
    assert "customerLoyaltyAccountTotal" not in money
    assert "manualTierReview" not in money
    assert '"pointsBalance":12.00}' in points


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("customerLoyaltyAccount/404", "NoAccount"),
        ("loyaltyAccount/1", "UnknownAccountType"),
        ("search/1", "UnknownAccountType"),
    ],
)
def test_no_account_is_a_normal_reply(till: FlaskClient, path: str, outcome: str) -> None:
    reply = till.get(f"/WebRestApi/rest/accounts/{path}")
    assert reply.status_code == 200
    output = reply.get_json()["accountBalanceEnquiryOutput"]
    assert output["outcome"] == {"name": outcome}
    assert output["errorCode"] == outcome
    assert output["messages"][0]["messageId"] == outcome
    assert output.keys() == {"@type", "outcome", "errorCode", "messages"}


def test_a_closed_account_is_answered_and_says_so(till: FlaskClient, world: FakeWorld) -> None:
    world.ledger.open("9", status=AccountStatus.CLOSED)
    output = till.get("/WebRestApi/rest/accounts/customerLoyaltyAccount/9").get_json()["accountBalanceEnquiryOutput"]
    assert output["outcome"] == {"name": "Success"}
    assert output["account"]["status"] == "CLOSED"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("accountId=1", "accountType"),
        ("accountType=&accountId=1", "accountType"),
        ("accountType=customerLoyaltyAccount", "accountId"),
        ("accountType=customerLoyaltyAccount&accountId=1&accountId=2", "accountId"),
        ("accountType=customerLoyaltyAccount&pan=%D9%A1", "pan"),
        (f"accountType=customerLoyaltyAccount&pan={'1' * 101}", "pan"),
        ("accountType=customerLoyaltyAccount&pan=1%00", "pan"),
    ],
)
def test_a_bad_query_is_refused_naming_the_field(till: FlaskClient, query: str, field: str) -> None:
    reply = till.get(f"/WebRestApi/rest/accountbalances?{query}")
    assert reply.status_code == 400
    assert reply.get_json()["field"] == field
    assert field in reply.get_json()["detail"]


def test_a_customer_reaches_only_their_own_account(anyone: FlaskClient, world: FakeWorld) -> None:
    world.ledger.open("1", "100", balance=5)
    world.ledger.open("2", "200", balance=7)
    outcomes = [
        anyone.get(
            f"/WebRestApi/rest/accounts/customerLoyaltyAccount/{number}", headers={"id_token": "customer 100"}
        ).get_json()["accountBalanceEnquiryOutput"]["outcome"]["name"]
        for number in ("1", "2", "3")
    ]
    assert outcomes == ["Success", "NoAccount", "NoAccount"]

"""GET /loyalty and GET /loyalty/{accountId}."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from domain.accounts.account import AccountType
from domain.accounts.account_details import CardDetails
from tests.rest.fakes.core import FakeWorld

LOYALTY = "/WebRestApi/rest/loyalty"


@pytest.fixture(autouse=True)
def accounts(world: FakeWorld) -> None:
    """The account of the documented examples, and two that are none of customer 1's loyalty accounts."""
    world.ledger.open(
        "1",
        "1",
        currency="EUR",
        card=CardDetails("9526300011110240001", "ab" * 32),
        opened_at=datetime.fromtimestamp(1397516400, UTC),
        scheme="LOYALTY_UK",
        scheme_description="Loyalty Scheme 1 UK",
        tier="UK3",
        tier_description="Gold",
    )
    world.ledger.open("2", "1", AccountType.DEPOSIT, precision=2)
    world.ledger.open("3", "2")


@pytest.mark.parametrize("path", [LOYALTY, f"{LOYALTY}/"])
def test_the_documented_list_is_answered_exactly(anyone: FlaskClient, path: str) -> None:
    reply = anyone.get(path, headers={"id_token": "customer 1"})
    assert reply.get_json() == {
        "accountList": [
            {
                "customerLoyaltyAccount": {
                    "loyaltySchemeId": {"id": "LOYALTY_UK"},
                    "tierCode": "UK3",
                    "manualTierReview": False,
                    "accountId": "1",
                    "accountType": "customerLoyaltyAccount",
                    "accountOpenedDate": 1397516400000,
                    "status": "ACTIVE",
                    "customerNumber": "1",
                    "currencyId": {"id": "EUR"},
                }
            }
        ]
    }
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_documented_details_are_answered_exactly(till: FlaskClient) -> None:
    assert till.get(f"{LOYALTY}/1").get_json() == {
        "accountId": "1",
        "customerNumber": "1",
        "rewardNumber": "9526300011110240001",
        "accountStatusId": "ACTIVE",
        "accountStatusDesc": "ACTIVE",
        "rewardTier": "UK3",
        "rewardTierDesc": "Gold",
        "loyaltySchemeId": "LOYALTY_UK",
        "loyaltySchemeDesc": "Loyalty Scheme 1 UK",
    }


@pytest.mark.parametrize(("number", "subject"), [("2", ""), ("404", ""), ("1", "2")])
def test_what_is_no_loyalty_account_of_the_customer_is_none(till: FlaskClient, number: str, subject: str) -> None:
    reply = till.get(f"{LOYALTY}/{number}", headers={"subject": subject} if subject else {})
    assert reply.status_code == 200
    assert reply.get_json()["outcome"] == {"name": "NoAccount"}
    assert reply.get_json().keys() == {"outcome", "errorCode", "messages"}


def test_a_till_says_for_which_customer(till: FlaskClient) -> None:
    missing = till.get(LOYALTY)
    assert (missing.status_code, missing.get_json()["field"]) == (400, "subject")
    listed = till.get(LOYALTY, headers={"subject": "2"}).get_json()["accountList"]
    assert [each["customerLoyaltyAccount"]["accountId"] for each in listed] == ["3"]
    assert till.get(LOYALTY, headers={"subject": "404"}).get_json() == {"accountList": []}

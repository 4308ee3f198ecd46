"""GET /accounts/search."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.accounts.account import AccountType
from domain.accounts.account_details import CardDetails
from tests.rest.documented import missing_from
from tests.rest.fakes.core import FakeWorld

SEARCH = "/WebRestApi/rest/accounts/search"


@pytest.fixture(autouse=True)
def accounts(world: FakeWorld) -> None:
    """Three accounts of two customers."""
    card = CardDetails("8934736829037", "ab" * 32)
    world.ledger.open("887", "100", balance=1250, card=card, site="0001")
    world.ledger.open("888", "100", AccountType.DEPOSIT, balance=12, currency="GBP", precision=2, site="0002")
    world.ledger.open("889", "200")


def numbers(reply: Any) -> list[str]:
    """The account ids that a reply lists."""
    assert reply.status_code == 200, reply.text
    outputs = [each["accountBalanceEnquiryOutput"] for each in reply.get_json()["accountBalanceEnquiryResponses"]]
    return [output["account"]["accountId"] for output in outputs]


@pytest.mark.parametrize("path", [SEARCH, f"{SEARCH}/"])
def test_the_documented_search_is_answered_without_redirect(till: FlaskClient, path: str) -> None:
    reply = till.get(f"{path}?accountType=customerLoyaltyAccount&accountId=887")
    documented = {
        "accountBalanceEnquiryResponses": [
            {
                "@type": "accountBalanceEnquiryResponse",
                "accountBalanceEnquiryOutput": {
                    "@type": "accountBalanceEnquiryOutput",
                    "account": {"@type": "customerLoyaltyAccount", "accountId": "887"},
                    "outcome": {"name": "Success"},
                    "balance": 1250,
                },
            }
        ]
    }
    assert reply.status_code == 200
    assert missing_from(documented, reply.json) == []
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "subject", "found"),
    [
        ("", "100", ["887", "888"]),
        ("pan=8934736829037", "", ["887"]),
        (f"hashedPan={'AB' * 32}", "", ["887"]),
        ("accountType=CUSTOMERDEPOSITACCOUNT", "100", ["888"]),
        ("currencyId=gbp", "100", ["888"]),
        ("locationId=0002", "100", ["888"]),
        ("accountId=889", "100", []),
        ("accountId=1", "", []),
        ("accountId=889&pan=&types=x", "", ["889"]),
    ],
)
def test_accounts_are_found_by_each_criterion(till: FlaskClient, query: str, subject: str, found: list[str]) -> None:
    headers = {"subject": subject} if subject else {}
    assert numbers(till.get(f"{SEARCH}?{query}", headers=headers)) == found


def test_a_customer_finds_their_own(anyone: FlaskClient) -> None:
    assert numbers(anyone.get(SEARCH, headers={"id_token": "customer 200"})) == ["889"]


def test_an_unknown_type_finds_nothing_and_says_why(till: FlaskClient) -> None:
    reply = till.get(f"{SEARCH}?accountType=club&accountId=887")
    assert numbers(reply) == []
    assert reply.get_json()["outcome"] == {"name": "UnknownAccountType"}
    assert reply.get_json()["errorCode"] == "UnknownAccountType"


def test_without_anything_to_go_by_the_search_is_refused(till: FlaskClient) -> None:
    assert till.get(f"{SEARCH}?accountType=customerLoyaltyAccount").status_code == 400


def test_pages_are_linked(till: FlaskClient) -> None:
    first = till.get(f"{SEARCH}?rowCount=1", headers={"subject": "100"})
    assert numbers(first) == ["887"]
    following = first.headers["Link"].split("<")[-1].partition(">")[0]
    assert numbers(till.get(following, headers={"subject": "100"})) == ["888"]

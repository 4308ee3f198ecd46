"""GET /customers, GET /customers/transactions and GET /customers/search."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from domain.customers.customer import Address, Customer
from domain.customers.list_transactions import Transaction
from tests.rest.documented import missing_from
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld

CUSTOMERS = "/WebRestApi/rest/customers"
SEARCH = f"{CUSTOMERS}/search"
AMELIA = Customer(
    "100",
    "Baldwin",
    "Amelia",
    "Miss",
    Address("1 High Street", town="Lancaster", postcode="LA1 1AA", country="GB"),
    "amelia@example.org",
    "+441524000000",
)


def links_of(reply: Any) -> dict[str, str]:
    """The targets of a reply's links by relation."""
    parts = (part.partition(">; rel=") for part in reply.headers["Link"].split(", "))
    return {rel.strip('"'): target.lstrip("<") for target, _, rel in parts}


def listed(reply: Any) -> list[str]:
    """The customer numbers on a page."""
    assert reply.status_code == 200, reply.text
    return [row["customerNumber"] for row in reply.get_json()["pagedList"]["contents"]]


def test_the_customer_is_the_tokens_own_or_the_tills_subject(
    anyone: FlaskClient, till: FlaskClient, world: FakeWorld
) -> None:
    world.enrol(AMELIA)
    for client, headers in ((anyone, {"id_token": "customer 100"}), (till, {"subject": "100"})):
        reply = client.get(CUSTOMERS, headers=headers)
        assert reply.get_json() == {
            "@type": "customerResponse",
            "customer": {
                "@type": "customer",
                "customerNumber": "100",
                "title": "Miss",
                "forename": "Amelia",
                "surname": "Baldwin",
                "status": "ACTIVE",
                "addresses": [
                    {
                        "@type": "address",
                        "street1": "1 High Street",
                        "town": "Lancaster",
                        "postCode": "LA1 1AA",
                        "country": "GB",
                        "isPreferred": True,
                    }
                ],
                "emailAddresses": [{"@type": "emailAddress", "emailAddress": "amelia@example.org"}],
                "phoneNumbers": [{"@type": "phoneNumber", "phoneNumber": "+441524000000"}],
            },
        }
        assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [CUSTOMERS, f"{CUSTOMERS}/transactions", "/WebRestApi/rest/loyalty"])
def test_a_till_that_names_no_customer_is_told_to_send_subject(till: FlaskClient, path: str) -> None:
    reply = till.get(path)
    assert reply.status_code == 400
    assert reply.get_json()["field"] == "subject"
    assert "subject" in reply.get_json()["detail"]


def test_an_unknown_customer_is_a_normal_reply(till: FlaskClient) -> None:
    reply = till.get(CUSTOMERS, headers={"subject": "404"})
    assert (reply.status_code, reply.get_json()["outcome"]) == (200, {"name": "NoAccount"})
    assert "customer" not in reply.get_json()


def test_the_documented_transaction_is_answered_as_documented(till: FlaskClient, world: FakeWorld) -> None:
    sale = Transaction(
        customer_number="1",
        transaction_id="00010001000062008281556502",
        kind="Sale",
        site="0001",
        device="pos1",
        occurred_at=datetime.fromtimestamp(1624295653, UTC),
        account_type="customerDepositAccount",
        account_number="2",
        is_points=False,
        moved=Decimal(12780),
        description="Sale at pos1",
    )
    points = replace(sale, kind="earn", is_points=True, moved=Decimal(88), account_type="customerLoyaltyAccount")
    world.transactions.put(PROGRAMME, points, sale.occurred_at)
    world.transactions.put(PROGRAMME, sale, sale.occurred_at)
    reply = till.get(f"{CUSTOMERS}/transactions", headers={"subject": "1"})
    documented = {
        "customerTransactionList": [
            {
                "customerNumber": "1",
                "applicationId": "POS",
                "transactionId": "00010001000062008281556502",
                "transactionTypeId": "Sale",
                "locationId": "0001",
                "transactionDate": 1624295653000,
                "value": 12780,
                "description": "Sale at pos1",
                "loyaltyPoints": 0,
            },
            {"transactionTypeId": "Earn", "value": 0, "loyaltyPoints": 88},
        ]
    }
    assert missing_from(documented, reply.json) == []


@pytest.mark.parametrize(
    "query", ["searchName=a", "searchName=BALDWIN,%20amelia", "searchPostcode=la11aa", "searchPostcode=LA1"]
)
def test_customers_are_found_by_name_and_by_postcode(till: FlaskClient, world: FakeWorld, query: str) -> None:
    world.enrol(AMELIA, Customer("101", "Zoë"))
    assert listed(till.get(f"{SEARCH}?{query}")) == ["100"]


def test_a_page_says_where_it_stands_and_links_to_the_others(till: FlaskClient, world: FakeWorld) -> None:
    world.enrol(*(Customer(str(number), "Smith") for number in range(100, 107)))
    first = till.get(f"{SEARCH}?searchName=Smith&rowCount=3&other=x")
    assert listed(first) == ["100", "101", "102"]
    page = first.get_json()["pagedList"]
    assert (page["rowsPerPage"], page["currentRowOffset"], page["totalRows"]) == (3, 0, 7)
    assert links_of(first).keys() == {"first", "next"}
    assert parse_qs(urlsplit(links_of(first)["next"]).query)["pageToken"] == [page["nextPageToken"]]
    second = till.get(links_of(first)["next"])
    third = till.get(links_of(second)["next"])
    assert (listed(second), listed(third)) == (["103", "104", "105"], ["106"])
    assert third.get_json()["pagedList"]["currentRowOffset"] == 6
    assert links_of(third).keys() == {"first", "prev"}
    assert listed(till.get(links_of(third)["prev"])) == listed(second)
    assert listed(till.get(links_of(third)["first"])) == listed(first)
    assert listed(till.get(f"{SEARCH}?searchName=Smith&rowOffset=50")) == []


def test_a_capped_total_says_so_and_a_large_page_is_cut(till: FlaskClient, world: FakeWorld) -> None:
    world.enrol(*(Customer(str(number), "Smith") for number in range(200)))
    page = till.get(f"{SEARCH}?searchName=Smith&rowCount=2147483647").get_json()["pagedList"]
    assert (page["rowsPerPage"], len(page["contents"])) == (100, 100)
    assert (page["totalRows"], page["totalRowsCapped"]) == (50, True)


def test_a_token_is_refused_with_another_search(till: FlaskClient, world: FakeWorld) -> None:
    world.enrol(*(Customer(str(number), "Smith") for number in range(100, 107)))
    token = till.get(f"{SEARCH}?searchName=Smith&rowCount=3").get_json()["pagedList"]["nextPageToken"]
    reply = till.get(f"{SEARCH}?searchName=Smit&rowCount=3&pageToken={token}")
    assert (reply.status_code, reply.get_json()["field"]) == (400, "pageToken")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "searchName"),
        ("searchName=a&searchPostcode=LA1", "searchName"),
        ("searchName=", "searchName"),
        ("searchName=%20", "searchName"),
        ("searchName=a%00", "searchName"),
        ("searchName=a&searchName=b", "searchName"),
        (f"searchName={'a' * 300}", "searchName"),
        ("searchPostcode=%21", "searchPostcode"),
        ("searchName=a&rowCount=0", "rowCount"),
        ("searchName=a&rowCount=1e1", "rowCount"),
        ("searchName=a&rowCount=%D9%A3", "rowCount"),
        ("searchName=a&rowCount=1_0", "rowCount"),
        ("searchName=a&rowCount=99999999999", "rowCount"),
        (f"searchName=a&rowCount={'9' * 5000}", "rowCount"),
        (f"searchName=a&rowOffset=-{'0' * 5000}1", "rowOffset"),
        ("searchName=a&rowOffset=-1", "rowOffset"),
        ("searchName=a&rowOffset=", "rowOffset"),
        ("searchName=a&rowOffset=10001", "rowOffset"),
        ("searchName=a&pageToken=abc", "pageToken"),
        ("searchName=a&pageToken=%C3%BC", "pageToken"),
    ],
)
def test_a_bad_search_is_refused_by_name(till: FlaskClient, query: str, field: str) -> None:
    reply = till.get(f"{SEARCH}?{query}")
    assert reply.status_code == 400
    assert reply.get_json()["field"] == field
    assert len(reply.data) < 2_000


def test_zeros_in_front_of_a_number_say_nothing(till: FlaskClient) -> None:
    page = till.get(f"{SEARCH}?searchName=Smith&rowCount=%2B{'0' * 5000}20").get_json()["pagedList"]
    assert page == till.get(f"{SEARCH}?searchName=Smith&rowCount=20").get_json()["pagedList"]


def test_a_customer_may_not_search_for_others(anyone: FlaskClient) -> None:
    assert anyone.get(f"{SEARCH}?searchName=a", headers={"id_token": "customer 100"}).status_code == 403

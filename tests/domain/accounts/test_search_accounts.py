"""The account search: what must be named, whose accounts are shown, and what is said about bad input."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.figures import Figures
from domain.accounts.search_accounts import AccountSearch, SearchAccounts
from domain.customers.customer import Customer
from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import CUSTOMER_OPERATIONS, Caller, Operation
from domain.identity.origin import Origin
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.paging import PageRequest
from domain.refusals import UnknownAccountType
from tests.builders import START, TestClock, programme
from tests.fakes.account_directory import FakeAccountDirectory, ShelvedAccount

TILL = Caller(programme(), 1, "till-1")
AMELIA, JAN = Customer("100", "Baldwin", "Amelia"), Customer("103", "van der Berg", "Jan")
POINTS = AmountForm(Unit.POINTS, 0, money_in_smallest_unit=True)
CARD = CardDetails("8934736829037", "ab" * 32)


def details(number: str, kind: AccountType, owner: Customer) -> AccountDetails:
    figures = Figures(20_0000, 0, 20_0000, POINTS, "GBP")
    return AccountDetails(kind, number, "", AccountStatus.ACTIVE, "GBP", START, figures, owner.number, customer=owner)


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def search(clock: TestClock) -> SearchAccounts:
    accounts = FakeAccountDirectory()
    held = ((-5_0000, START + timedelta(hours=1)),)
    accounts.put(
        TILL.programme,
        ShelvedAccount(details("A1", AccountType.LOYALTY, AMELIA), "0001", (CARD,), held),
        ShelvedAccount(details("A2", AccountType.CREDIT, AMELIA), "0002", (CARD,)),
        ShelvedAccount(details("B1", AccountType.LOYALTY, JAN), "0001"),
    )
    return SearchAccounts(accounts, Pager(PageTokens(b"s" * 32)), clock)


def numbers(search: SearchAccounts, caller: Caller, **wanted: Any) -> list[str]:
    return [account.number for account in search(caller, AccountSearch(**wanted)).rows]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"customer_number": " 100 "}, ["A1", "A2"]),
        ({"card_number": CARD.number}, ["A1", "A2"]),
        ({"hashed_card_number": "AB" * 32}, ["A1", "A2"]),
        ({"account_id": "B1"}, ["B1"]),
        ({"customer_number": "100", "account_type": "CUSTOMERLOYALTYACCOUNT"}, ["A1"]),
        ({"customer_number": "100", "currency": "gbp", "site": "0002"}, ["A2"]),
        ({"customer_number": "100", "account_id": "B1"}, []),
        ({"customer_number": "999"}, []),
    ],
)
def test_accounts_are_found_however_they_are_named(
    search: SearchAccounts, wanted: dict[str, str], found: list[str]
) -> None:
    assert numbers(search, TILL, **wanted) == found


def test_held_is_what_is_held_now(search: SearchAccounts, clock: TestClock) -> None:
    named = AccountSearch(account_id="A1")
    assert search(TILL, named).rows[0].figures.held == 5_0000
    clock.advance(hours=1)
    assert search(TILL, named).rows[0].figures.held == 0


@pytest.mark.parametrize(
    "wanted", [{}, {"account_type": "customerLoyaltyAccount"}, {"currency": "GBP", "site": "0001"}]
)
def test_a_search_that_names_nobody_is_refused(search: SearchAccounts, wanted: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="customerNumber, cardNumber, hashedPan or accountId"):
        numbers(search, TILL, **wanted)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"card_number": "\uff11\uff12"}, "cardNumber"),
        ({"account_id": "1\u00002"}, "accountId"),
        ({"customer_number": "1" * 101}, "customerNumber"),
        ({"account_id": "A1", "site": "\u043e001"}, "locationId"),
        ({"account_id": "A1", "currency": "\u20ac"}, "currencyId"),
        ({"hashed_card_number": "\u0430b"}, "hashedPan"),
    ],
)
def test_what_is_no_identifier_is_refused_by_its_field(
    search: SearchAccounts, wanted: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        numbers(search, TILL, **wanted)
    assert refused.value.field == field


def test_an_unknown_type_is_said_to_be_one(search: SearchAccounts) -> None:
    with pytest.raises(UnknownAccountType):
        numbers(search, TILL, customer_number="100", account_type="customerLoyaltyCard")


def test_a_subject_is_the_customer_and_hides_everybody_else(search: SearchAccounts) -> None:
    narrow = replace(TILL, subject="100")
    customer = replace(narrow, operations=CUSTOMER_OPERATIONS, is_customer=True)
    for caller in (narrow, customer):
        assert numbers(search, caller) == ["A1", "A2"]
        assert numbers(search, caller, account_id="A1") == ["A1"]
        assert numbers(search, caller, account_id="B1") == []
        with pytest.raises(NotAllowed):
            numbers(search, caller, customer_number="103")


def test_who_may_not_search_is_told(search: SearchAccounts) -> None:
    with pytest.raises(NotAllowed):
        numbers(search, replace(TILL, operations=frozenset({Operation.ENQUIRE_BALANCE})), account_id="A1")
    elsewhere = AccountSearch(account_id="A1", header_origin=Origin(site="0009"))
    with pytest.raises(NotAllowed):
        search(replace(TILL, sites=frozenset({"0001"})), elsewhere)


def test_a_token_goes_on_with_the_same_search_only(search: SearchAccounts) -> None:
    first = search(TILL, AccountSearch(customer_number="100", page=PageRequest(size=1)))
    assert ([account.number for account in first.rows], first.total) == (["A1"], 2)
    behind = PageRequest(size=1, after=first.next)
    second = search(TILL, AccountSearch(customer_number="100", page=behind))
    assert ([account.number for account in second.rows], second.offset, second.next) == (["A2"], 1, "")
    for other in (AccountSearch(customer_number="103", page=behind), AccountSearch(account_id="100", page=behind)):
        with pytest.raises(InvalidInput, match="pageToken"):
            search(TILL, other)

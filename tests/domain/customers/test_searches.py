"""The customer searches: who is found, who may look, and what is said about bad input."""

from dataclasses import replace

import pytest

from domain.customers.customer import Address, Customer
from domain.customers.read_customer import ReadCustomer
from domain.customers.search_by_name import NameSearch, SearchCustomersByName
from domain.customers.search_by_postcode import PostcodeSearch, SearchCustomersByPostcode
from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import CUSTOMER_OPERATIONS, Caller
from domain.identity.origin import Origin
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.paging import Page, PageRequest
from domain.programmes.programme import Programme
from tests.fakes.customer_directory import FakeCustomerDirectory

CLUB = Programme(1, "CLUB", "Club")
TILL = Caller(CLUB, 1, "till-1")
PAGES = Pager(PageTokens(b"s" * 32))
AMELIA = Customer("100", "Baldwin", "Amelia", address=Address(postcode="M1 1AA"))
OBRIEN = Customer("101", "O\u2019Brien", "Conor", address=Address(postcode="M11 1AA"))
MULLER = Customer("102", "M\u00fcller", "Anna", address=Address(postcode="m1 2bb"))
BERG = Customer("103", "van der Berg", "Jan", address=Address(postcode="1012 AB"))
STRANGER = Customer("100", "Baldwin", "Amelia", address=Address(postcode="M1 1AA"))


@pytest.fixture
def customers() -> FakeCustomerDirectory:
    directory = FakeCustomerDirectory()
    directory.put(CLUB, AMELIA, OBRIEN, MULLER, BERG)
    directory.put(replace(CLUB, id=2), STRANGER, Customer("200", "Obrien", "Other"))
    return directory


@pytest.fixture
def by_name(customers: FakeCustomerDirectory) -> SearchCustomersByName:
    return SearchCustomersByName(customers, PAGES)


@pytest.fixture
def by_postcode(customers: FakeCustomerDirectory) -> SearchCustomersByPostcode:
    return SearchCustomersByPostcode(customers, PAGES)


def numbers(page: Page[Customer]) -> list[str]:
    return [customer.number for customer in page.rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a", ["100", "102"]),
        ("obrien", ["101"]),
        ("O'BRIEN c", ["101"]),
        ("muller", ["102"]),
        ("MU\u0308LLER", ["102"]),
        ("anna mu", ["102"]),
        ("jan van der b", ["103"]),
        ("vanderberg", ["103"]),
        ("jan vanderberg", ["103"]),
        ("berg", []),
        ("zz", []),
    ],
)
def test_names_are_found_however_they_are_typed(by_name: SearchCustomersByName, text: str, found: list[str]) -> None:
    assert numbers(by_name(TILL, NameSearch(text))) == found


@pytest.mark.parametrize(
    ("text", "found"), [("m1", ["100", "102"]), ("M1 2", ["102"]), ("M111AA", ["101"]), ("M2", [])]
)
def test_postcodes_are_found_however_they_are_typed(
    by_postcode: SearchCustomersByPostcode, text: str, found: list[str]
) -> None:
    assert numbers(by_postcode(TILL, PostcodeSearch(text))) == found


def test_the_programme_says_whose_postcodes_these_are(
    by_postcode: SearchCustomersByPostcode, customers: FakeCustomerDirectory
) -> None:
    dutch = replace(CLUB, id=3, country="NL")
    customers.put(dutch, BERG)
    assert numbers(by_postcode(replace(TILL, programme=dutch), PostcodeSearch("1012ab"))) == ["103"]
    with pytest.raises(InvalidInput):
        by_postcode(TILL, PostcodeSearch("1012ab"))


def test_pages_go_on_by_token_and_a_token_of_a_name_opens_no_postcode(
    by_name: SearchCustomersByName, by_postcode: SearchCustomersByPostcode
) -> None:
    first = by_name(TILL, NameSearch("a", PageRequest(size=1)))
    assert (numbers(first), first.total) == (["100"], 2)
    # Another spelling of the same term is the same query.
    second = by_name(TILL, NameSearch(" \u00c1", PageRequest(size=1, after=first.next)))
    assert (numbers(second), second.offset, second.next) == (["102"], 1, "")
    other_programme = replace(TILL, programme=replace(CLUB, id=2))
    continued = PageRequest(after=first.next)
    with pytest.raises(InvalidInput, match="pageToken"):
        by_postcode(TILL, PostcodeSearch("M1", continued))
    for caller, text in ((TILL, "b"), (other_programme, "a"), (replace(TILL, subject="100"), "a")):
        with pytest.raises(InvalidInput, match="pageToken"):
            by_name(caller, NameSearch(text, continued))


@pytest.mark.parametrize(
    ("subject", "text", "found"), [("100", "a", ["100"]), ("101", "a", []), ("200", "a", []), ("nobody", "a", [])]
)
def test_a_subject_narrows_a_search_to_that_customer(
    by_name: SearchCustomersByName, subject: str, text: str, found: list[str]
) -> None:
    page = by_name(replace(TILL, subject=subject), NameSearch(text))
    assert (numbers(page), page.total) == (found, len(found))


def test_a_subject_narrows_a_postcode_search_too(by_postcode: SearchCustomersByPostcode) -> None:
    narrow = replace(TILL, subject="102")
    assert numbers(by_postcode(narrow, PostcodeSearch("M1"))) == ["102"]
    assert numbers(by_postcode(narrow, PostcodeSearch("M11"))) == []
    assert numbers(by_postcode(narrow, PostcodeSearch("M1", PageRequest(offset=1)))) == []


def test_who_may_not_search_is_told_before_anything_is_read(
    by_name: SearchCustomersByName, by_postcode: SearchCustomersByPostcode
) -> None:
    customer = replace(TILL, operations=CUSTOMER_OPERATIONS, subject="100", is_customer=True)
    elsewhere = Origin(site="0002")
    with pytest.raises(NotAllowed):
        by_name(customer, NameSearch("a"))
    with pytest.raises(NotAllowed):
        by_postcode(customer, PostcodeSearch("M1"))
    with pytest.raises(NotAllowed):
        by_name(replace(TILL, sites=frozenset({"0001"})), NameSearch("a", header_origin=elsewhere))


@pytest.mark.parametrize("text", ["", "'", "a\x00b", "a" * 256])
def test_a_name_that_cannot_be_searched_is_refused_by_its_field(by_name: SearchCustomersByName, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        by_name(TILL, NameSearch(text))
    assert refused.value.field == "searchName"


def test_reading_a_customer(customers: FakeCustomerDirectory) -> None:
    read = ReadCustomer(customers)
    assert read(TILL, " 101 ") == OBRIEN
    assert read(TILL, "999") is None
    assert read(replace(TILL, subject="100"), "") == AMELIA
    with pytest.raises(NotAllowed):
        read(replace(TILL, subject="100"), "101")
    with pytest.raises(InvalidInput) as refused:
        read(TILL, "")
    assert refused.value.field == "subject"

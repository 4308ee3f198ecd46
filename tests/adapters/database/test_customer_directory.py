"""What a `CustomerDirectory` promises, asked of the fake, of SQLite and of PostgreSQL alike."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import pytest
from sqlalchemy import delete

from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_records import put_customers, set_customer_status
from adapters.database.customer_tables import customer_group, customer_person
from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.customers.customer import Address, Customer
from domain.customers.customer_directory import CustomerDirectory
from domain.pager import Window
from domain.programmes.programme import Programme
from tests.adapters.database.programmes import put_programme
from tests.fakes.customer_directory import FakeCustomerDirectory

CLUB, OTHER = Programme(1, "CLUB", "Club"), Programme(2, "OTHER", "Other")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ALL = Window(limit=1_000)


class Shelf(Protocol):
    """A directory that customers can be put into."""

    directory: CustomerDirectory

    def put(self, programme: Programme, *customers: Customer) -> None:
        """Add or change customers."""


class FakeShelf:
    def __init__(self) -> None:
        self.directory: CustomerDirectory
        self.directory = self._fake = FakeCustomerDirectory()

    def put(self, programme: Programme, *customers: Customer) -> None:
        self._fake.put(programme, *customers)


class StoreShelf:
    def __init__(self, store: Store) -> None:
        self.directory: CustomerDirectory = DatabaseCustomerDirectory(Reader(store))
        self._work = UnitOfWork(store)
        with self._work.transaction() as connection:
            put_programme(connection, CLUB)
            put_programme(connection, OTHER)

    def put(self, programme: Programme, *customers: Customer) -> None:
        with self._work.transaction() as connection:
            assert put_customers(connection, programme, customers, NOW) == len(customers)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest) -> Iterator[Shelf]:
    if request.param == "fake":
        yield FakeShelf()
        return
    store = open_store(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield StoreShelf(store)
    store.close()


def customer(number: str, forename: str, surname: str, postcode: str = "") -> Customer:
    return Customer(number, surname, forename, address=Address(postcode=postcode))


AMELIA = Customer(
    "100",
    "Baldwin",
    "Amelia",
    title="Miss",
    address=Address("1 Mill Lane", "Ancoats", "Upper floor", "Manchester", "Lancashire", "M1 1AA", "GB"),
    email="amelia@example.org",
    phone="+441612345678",
    groups=("CLUB", "VIP"),
)


def by_name(shelf: Shelf, term: str, window: Window = ALL, programme: Programme = CLUB) -> list[str]:
    return [listed.row.number for listed in shelf.directory.list_by_name(programme.id, term, window)]


def by_postcode(shelf: Shelf, prefix: str, window: Window = ALL, programme: Programme = CLUB) -> list[str]:
    return [listed.row.number for listed in shelf.directory.list_by_postcode(programme.id, prefix, window)]


def test_a_customer_comes_back_whole_and_in_lists_without_the_groups(shelf: Shelf) -> None:
    shelf.put(CLUB, AMELIA)
    assert shelf.directory.read(CLUB.id, "100") == AMELIA
    for found in (
        shelf.directory.list_by_name(CLUB.id, "ame", ALL),
        shelf.directory.list_by_postcode(CLUB.id, "M01", ALL),
    ):
        assert [listed.row for listed in found] == [AMELIA._replace(groups=())]


def test_a_customer_of_another_programme_is_never_answered(shelf: Shelf) -> None:
    shelf.put(OTHER, AMELIA)
    assert shelf.directory.read(CLUB.id, "100") is None
    assert by_name(shelf, "a") == by_postcode(shelf, "M") == []
    assert shelf.directory.count_by_name(CLUB.id, "a", 10) == shelf.directory.count_by_postcode(CLUB.id, "M", 10) == 0
    shelf.put(CLUB, customer("100", "Adam", "Another", "M1 1AB"))
    assert shelf.directory.read(OTHER.id, "100") == AMELIA
    assert shelf.directory.read(CLUB.id, "100") == customer("100", "Adam", "Another", "M1 1AB")


def test_numbers_are_compared_exactly(shelf: Shelf) -> None:
    shelf.put(CLUB, customer("a1", "Lower", "Case"), customer("A1", "Upper", "Case"), customer("01", "Nought", "One"))
    found = shelf.directory.read(CLUB.id, "A1")
    assert found is not None
    assert found.forename == "Upper"
    for unknown in ("1", "a1 ", "001", ""):
        assert shelf.directory.read(CLUB.id, unknown) is None


def test_names_are_listed_in_the_order_of_what_matched_and_then_of_the_number(shelf: Shelf) -> None:
    shelf.put(
        CLUB,
        customer("9", "Anna", "Smith"),
        customer("10", "Anna", "Smith"),
        customer("1", "Zoe", "Ash"),
        customer("2", "Ann", "Ash"),
        customer("3", "Ash", "Ann"),
    )
    assert by_name(shelf, "a") == ["3", "10", "9", "2", "1"]
    assert by_name(shelf, "smith") == ["10", "9"]
    assert [listed.key for listed in shelf.directory.list_by_name(CLUB.id, "a", ALL)] == [
        ("ann ash", "3"),
        ("anna smith", "10"),
        ("anna smith", "9"),
        ("ash ann", "2"),
        ("ash zoe", "1"),
    ]


def test_postcodes_are_listed_in_the_order_of_postcode_name_and_number(shelf: Shelf) -> None:
    shelf.put(
        CLUB,
        customer("1", "Zoe", "Ash", "M1 1AB"),
        customer("3", "Ann", "Ash", "M1 1AB"),
        customer("2", "Ann", "Ash", "M1 1AB"),
        customer("4", "Zoe", "Young", "M1 1AA"),
        customer("5", "", "", "M1 1AB"),
        customer("6", "Far", "Away", "M11 1AA"),
        customer("7", "No", "Postcode", "unknown"),
    )
    assert by_postcode(shelf, "M01") == ["4", "5", "2", "3", "1"]
    assert by_postcode(shelf, "M01 1AA") == ["4"]
    assert by_postcode(shelf, "M11") == ["6"]


def test_counts_stop_at_their_cap(shelf: Shelf) -> None:
    shelf.put(CLUB, *(customer(str(number), "Anna", "Adams", "M1 1AA") for number in range(7)))
    assert [shelf.directory.count_by_name(CLUB.id, "a", cap) for cap in (3, 7, 8)] == [3, 7, 7]
    assert [shelf.directory.count_by_postcode(CLUB.id, "M", cap) for cap in (3, 7, 8)] == [3, 7, 7]


def test_a_changed_customer_is_found_under_the_new_name_and_postcode_only(shelf: Shelf) -> None:
    shelf.put(CLUB, AMELIA, customer("101", "Anna", "Berg", "M1 1AA"))
    married = AMELIA._replace(
        surname="Old-Field", address=AMELIA.address._replace(postcode="BFPO 57"), groups=("STAFF",)
    )
    shelf.put(CLUB, married)
    assert by_name(shelf, "baldwin") == []
    assert by_name(shelf, "oldf") == by_name(shelf, "old f") == by_name(shelf, "amelia old") == ["100"]
    assert by_postcode(shelf, "M01") == ["101"]
    assert by_postcode(shelf, "BFPO 0057") == ["100"]
    assert shelf.directory.read(CLUB.id, "100") == married


def test_a_known_customer_keeps_the_status_until_it_is_changed_by_name(database_url: str) -> None:
    store = open_store(database_url)
    shelf, work = StoreShelf(store), UnitOfWork(store)
    shelf.put(CLUB, AMELIA)
    with work.transaction() as connection:
        assert set_customer_status(connection, CLUB.id, "100", "BLOCKED")
        assert not set_customer_status(connection, OTHER.id, "100", "BLOCKED")
    shelf.put(CLUB, AMELIA)
    assert shelf.directory.read(CLUB.id, "100") == AMELIA._replace(status="BLOCKED")
    store.close()


def test_a_customer_whose_person_was_erased_has_a_number_and_no_more(database_url: str) -> None:
    store = open_store(database_url)
    shelf = StoreShelf(store)
    shelf.put(CLUB, AMELIA)
    with UnitOfWork(store).transaction() as connection:
        connection.execute(delete(customer_person))
        connection.execute(delete(customer_group))
    assert shelf.directory.read(CLUB.id, "100") == Customer("100", "")
    store.close()


def test_of_two_with_the_same_number_the_later_stands(shelf: Shelf) -> None:
    shelf.put(CLUB, customer("1", "First", "Given"), customer("1", "Second", "Given"))
    assert by_name(shelf, "first") == []
    assert by_name(shelf, "given") == ["1"]


# Names whose spellings overlap in many ways, and more of them than one batch writes.
PARTS = ("A", "Al", "Ali", "Al Ali", "Ann-Al", "An", "O'N", "")
CROWD = [
    customer(f"{number:04}", forename, surname, postcode)
    for number, (forename, surname, postcode) in enumerate(
        (forename, surname, postcode)
        for forename in PARTS
        for surname in PARTS
        for postcode in ("M1 1AA", "M11 1AA", "SW1A 1AA", "") * 2
    )
]


def test_every_term_and_every_window_shows_what_a_search_by_hand_shows(shelf: Shelf) -> None:
    by_hand = FakeShelf()
    for each in (shelf, by_hand):
        each.put(CLUB, *CROWD)
        each.put(OTHER, *CROWD[::7])
    terms = {"a", "al", "al a", "al ali", "ali a", "alali", "ann", "annal", "o", "on a", "an", "a a", "z"}
    for term in sorted(terms):
        everyone = shelf.directory.list_by_name(CLUB.id, term, ALL)
        assert everyone == by_hand.directory.list_by_name(CLUB.id, term, ALL)
        assert shelf.directory.count_by_name(CLUB.id, term, 10_000) == len({row.row.number for row in everyone})
        for cap in (1, len(everyone), len(everyone) + 1):
            with_total = shelf.directory.list_by_name(CLUB.id, term, Window(3, cap=cap))
            assert [listed.total for listed in with_total] == [min(cap, len(everyone))] * len(everyone[:3])
        for place in (0, 1, len(everyone) // 2, len(everyone) - 1):
            rest = everyone[place + 1 :][:5]
            assert shelf.directory.list_by_name(CLUB.id, term, Window(5, skip=place + 1)) == rest
            if 0 <= place < len(everyone):
                after = Window(5, after=everyone[place].key)
                assert shelf.directory.list_by_name(CLUB.id, term, after) == rest
    for prefix in ("M01", "M01 1AA", "M", "SW01", "SW11"):
        everyone = shelf.directory.list_by_postcode(CLUB.id, prefix, ALL)
        assert everyone == by_hand.directory.list_by_postcode(CLUB.id, prefix, ALL)
        for listed, following in itertools.pairwise(everyone):
            after = Window(1, after=listed.key, cap=10_000)
            counted = [replace(following, total=len(everyone))]
            assert shelf.directory.list_by_postcode(CLUB.id, prefix, after) == counted

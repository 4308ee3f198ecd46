"""What an `AccountDirectory` promises, asked of the fake, of SQLite and of PostgreSQL alike."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pytest
from sqlalchemy import Connection, insert

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.customer_tables import card
from adapters.database.engine import Store, open_store
from adapters.database.ledger_tables import account, hold
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails, messages_for
from domain.accounts.account_directory import AccountCriteria, AccountDirectory
from domain.accounts.figures import Figures
from domain.clock import to_microseconds
from domain.customers.customer import Address, Customer
from domain.pager import Window
from domain.programmes.programme import Programme
from tests.adapters.database.programmes import put_programme
from tests.fakes.account_directory import FakeAccountDirectory, ShelvedAccount

CLUB, OTHER = Programme(1, "CLUB", "Club"), Programme(2, "OTHER", "Other")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ALL = Window(limit=1_000)
AMELIA = Customer("100", "Baldwin", "Amelia", title="Miss", address=Address(postcode="M1 1AA"), groups=("CLUB", "VIP"))
JAN = Customer("103", "van der Berg", "Jan")
POINTS = AmountForm(Unit.POINTS, 0, money_in_smallest_unit=True)
POUNDS = AmountForm(Unit.MONEY, 2, money_in_smallest_unit=True)


class Shelf(Protocol):
    """A directory that accounts can be put into."""

    directory: AccountDirectory

    def put(self, programme: Programme, *accounts: ShelvedAccount) -> None:
        """Add accounts, with their customers and cards."""


class FakeShelf:
    def __init__(self) -> None:
        self.directory: AccountDirectory
        self.directory = self._fake = FakeAccountDirectory()

    def put(self, programme: Programme, *accounts: ShelvedAccount) -> None:
        self._fake.put(programme, *accounts)


class StoreShelf:
    def __init__(self, store: Store) -> None:
        self.directory: AccountDirectory = DatabaseAccountDirectory(Reader(store))
        self._work = UnitOfWork(store)
        with self._work.transaction() as connection:
            put_programme(connection, CLUB)
            put_programme(connection, OTHER)

    def put(self, programme: Programme, *accounts: ShelvedAccount) -> None:
        with self._work.transaction() as connection:
            for each in accounts:
                _insert(connection, programme, each)


def _insert(connection: Connection, programme: Programme, given: ShelvedAccount) -> None:
    details, owner = given.details, given.details.customer
    owner_id = None
    if owner:
        put_customers(connection, programme, [owner], NOW)
        owner_id = customer_ids(connection, programme.id, [owner.number])[owner.number]
    names = ("number", "description", "currency", "scheme", "scheme_description", "tier", "tier_description")
    values: dict[str, Any] = {name: getattr(details, name) for name in names}
    added = connection.execute(
        insert(account).values(
            **values,
            programme_id=programme.id,
            customer_id=owner_id,
            account_type=details.type.value,
            status=details.status.value,
            unit=details.figures.form.unit.value,
            precision=details.figures.form.precision,
            is_tier_manual=details.is_tier_manual,
            opened_at=to_microseconds(details.opened_at),
            site=given.site,
            balance=details.figures.balance,
            credit_limit=details.figures.available - details.figures.balance,
            open_holds=len(given.holds),
        )
    )
    assert added.inserted_primary_key
    account_id = added.inserted_primary_key[0]
    for movement_id, (amount, expires_at) in enumerate(given.holds, account_id * 100):
        values = {"movement_id": movement_id, "account_id": account_id, "amount": amount, "state": "open"}
        connection.execute(insert(hold).values(**values, expires_at=to_microseconds(expires_at)))
    for each in given.cards:
        _insert_card(connection, programme, owner_id, each)


def _insert_card(connection: Connection, programme: Programme, owner_id: int | None, given: CardDetails) -> None:
    values = {"number": given.number, "hashed_number": given.hashed_number, "status": given.status}
    known = connection.execute(card.select().where(card.c.programme_id == programme.id, card.c.number == given.number))
    if known.first() is None:
        connection.execute(insert(card).values(programme_id=programme.id, customer_id=owner_id, created_at=0, **values))


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest) -> Iterator[Shelf]:
    if request.param == "fake":
        yield FakeShelf()
        return
    store = open_store(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield StoreShelf(store)
    store.close()


def details(
    number: str,
    kind: AccountType = AccountType.LOYALTY,
    owner: Customer | None = AMELIA,
    currency: str = "GBP",
    status: AccountStatus = AccountStatus.ACTIVE,
    balance: int = 0,
    credit_limit: int = 0,
) -> AccountDetails:
    form = POINTS if kind is AccountType.LOYALTY else POUNDS
    return AccountDetails(
        type=kind,
        number=number,
        description=f"Account {number}",
        status=status,
        currency=currency,
        opened_at=NOW,
        figures=Figures(balance, 0, balance + credit_limit, form, currency),
        customer_number=owner.number if owner else "",
        groups=owner.groups if owner else (),
        scheme="CLUB",
        scheme_description="Club",
        tier="G",
        tier_description="Gold",
        is_tier_manual=True,
        customer=owner,
        messages=messages_for(status),
    )


def card_of(number: str) -> CardDetails:
    return CardDetails(number, hashlib.sha256(number.encode()).hexdigest())


FIRST_CARD, SECOND_CARD, OTHER_CARD = card_of("8934736829037"), card_of("8934736829038"), card_of("111")
SHELVED = (
    ShelvedAccount(details("B2"), site="0001", cards=(FIRST_CARD, SECOND_CARD)),
    ShelvedAccount(details("A1", AccountType.CREDIT, currency="EUR"), site="0002", cards=(FIRST_CARD, SECOND_CARD)),
    ShelvedAccount(details("A1", AccountType.DEPOSIT), site="0001", cards=(FIRST_CARD, SECOND_CARD)),
    ShelvedAccount(details("C3", owner=JAN), site="0001", cards=(OTHER_CARD,)),
    ShelvedAccount(details("G4", AccountType.CREDIT_NOTE, owner=None), site="0002"),
)


def found(shelf: Shelf, window: Window = ALL, **criteria: Any) -> list[tuple[str, str]]:
    listed = shelf.directory.list_accounts(CLUB, AccountCriteria(**criteria), NOW, window)
    assert [each.key for each in listed] == [(each.row.number, each.row.type.value) for each in listed]
    if window == ALL:
        assert shelf.directory.count_accounts(CLUB, AccountCriteria(**criteria), 1_000) == len(listed)
    return [(each.row.number, each.row.type.name) for each in listed]


AMELIAS = [("A1", "CREDIT"), ("A1", "DEPOSIT"), ("B2", "LOYALTY")]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"customer_number": "100"}, AMELIAS),
        ({"customer_number": "999"}, []),
        ({"card_number": FIRST_CARD.number}, AMELIAS),
        ({"card_number": SECOND_CARD.number}, AMELIAS),
        ({"hashed_card_number": FIRST_CARD.hashed_number}, AMELIAS),
        ({"hashed_card_number": FIRST_CARD.number}, []),
        ({"card_number": FIRST_CARD.number, "hashed_card_number": SECOND_CARD.hashed_number}, []),
        ({"number": "A1"}, AMELIAS[:2]),
        ({"number": "a1"}, []),
        ({"number": "G4"}, [("G4", "CREDIT_NOTE")]),
        ({"number": "A1", "type": AccountType.DEPOSIT}, [("A1", "DEPOSIT")]),
        ({"customer_number": "100", "currency": "EUR"}, [("A1", "CREDIT")]),
        ({"customer_number": "100", "site": "0001"}, [("A1", "DEPOSIT"), ("B2", "LOYALTY")]),
        ({"customer_number": "100", "card_number": OTHER_CARD.number}, []),
        ({"customer_number": "103", "card_number": OTHER_CARD.number}, [("C3", "LOYALTY")]),
        ({"customer_number": "100", "number": "C3"}, []),
        ({"customer_number": "100", "type": AccountType.LOYALTY, "site": "0001", "number": "B2"}, [("B2", "LOYALTY")]),
    ],
)
def test_accounts_are_found_by_all_that_is_given(
    shelf: Shelf, criteria: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    shelf.put(CLUB, *SHELVED)
    assert found(shelf, **criteria) == expected


def test_accounts_of_another_programme_are_never_answered(shelf: Shelf) -> None:
    shelf.put(OTHER, *SHELVED)
    assert found(shelf, customer_number="100") == []
    assert found(shelf, card_number=FIRST_CARD.number) == []
    assert found(shelf, number="A1") == []
    shelf.put(CLUB, SHELVED[0])
    assert found(shelf, customer_number="100") == [("B2", "LOYALTY")]
    assert found(shelf, hashed_card_number=FIRST_CARD.hashed_number) == [("B2", "LOYALTY")]
    theirs = shelf.directory.list_accounts(OTHER, AccountCriteria(customer_number="100"), NOW, ALL)
    assert [listed.row.number for listed in theirs] == ["A1", "A1", "B2"]


def test_an_account_comes_back_whole_with_the_card_that_was_asked_for(shelf: Shelf) -> None:
    given = details("B2", status=AccountStatus.BLOCKED, balance=12_0000)
    shelf.put(CLUB, ShelvedAccount(given, cards=(FIRST_CARD, SECOND_CARD)))
    for criteria, shown in (
        (AccountCriteria(number="B2"), FIRST_CARD),
        (AccountCriteria(customer_number="100"), FIRST_CARD),
        (AccountCriteria(card_number=SECOND_CARD.number), SECOND_CARD),
        (AccountCriteria(hashed_card_number=SECOND_CARD.hashed_number), SECOND_CARD),
    ):
        (listed,) = shelf.directory.list_accounts(CLUB, criteria, NOW, ALL)
        assert listed.row == given._replace(card=shown)


def test_held_counts_the_holds_that_have_not_lapsed(shelf: Shelf) -> None:
    later, earlier = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
    holds = ((-3_0000, later), (-4_0000, later), (-5_0000, earlier), (6_0000, later), (-7_0000, NOW))
    shelf.put(CLUB, ShelvedAccount(details("B2", balance=20_0000, credit_limit=1_0000), holds=holds))
    (listed,) = shelf.directory.list_accounts(CLUB, AccountCriteria(number="B2"), NOW, ALL)
    figures = listed.row.figures
    assert (figures.balance, figures.held, figures.available) == (20_0000, 7_0000, 14_0000)


def test_windows_cut_the_list_where_they_say(shelf: Shelf) -> None:
    shelf.put(CLUB, *SHELVED)
    assert found(shelf, Window(2), customer_number="100") == AMELIAS[:2]
    assert found(shelf, Window(2, skip=1), customer_number="100") == AMELIAS[1:]
    assert found(shelf, Window(2, skip=9), customer_number="100") == []
    after = Window(5, after=("A1", AccountType.CREDIT.value))
    assert (
        found(shelf, after, customer_number="100") == found(shelf, after, card_number=FIRST_CARD.number) == AMELIAS[1:]
    )
    assert shelf.directory.count_accounts(CLUB, AccountCriteria(customer_number="100"), 2) == 2

"""The administrators' records on a database, with the use cases over them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from adapters.database.account_records import DatabaseAccountRecords
from adapters.database.card_records import DatabaseCardRecords
from adapters.database.customer_changes import DatabaseCustomerRecords
from adapters.database.engine import Store, open_store
from adapters.database.ledger import DatabaseLedger
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.open_accounts import OpenAccounts
from domain.cards.add_cards import AddCards, card_of
from domain.customers.add_customers import AddCustomers
from domain.customers.customer import Customer
from domain.programmes.programme import Programme
from domain.recorded import RowResult
from tests.adapters.database.programmes import put_programme
from tests.builders import LOYALTY, TestClock

CLUB, OTHER = Programme(1, "CLUB", "Club"), Programme(2, "OTHER", "Other")


@dataclass
class Records:
    """Records of customers, cards and accounts in programmes 1 and 2 of one database."""

    store: Store

    def __post_init__(self) -> None:
        self.clock = TestClock()
        self.reader = Reader(self.store)
        self.work = UnitOfWork(self.store)
        self.customers = DatabaseCustomerRecords(self.reader, self.work)
        self.cards = DatabaseCardRecords(self.reader, self.work)
        self.accounts = DatabaseAccountRecords(self.store, self.reader, self.work)
        self.ledger = DatabaseLedger(self.store, self.work)
        self.add_customers = AddCustomers(self.customers, self.clock)
        self.add_cards = AddCards(self.cards, self.clock)
        self.open_accounts = OpenAccounts(self.accounts, self.clock)

    def customer(self, number: str = "100", programme: Programme = CLUB, **more: Any) -> RowResult:
        """Add one customer."""
        return self.add_customers(programme, [Customer(**{"number": number, "surname": "Baldwin", **more})])[0]

    def card(self, number: str, customer: str = "100", status: str = "", programme: Programme = CLUB) -> RowResult:
        """Add one card."""
        return self.add_cards(programme, [card_of(number, customer, status)])[0]

    def account(self, number: str = "1", programme: Programme = CLUB, **more: Any) -> RowResult:
        """Open one account; `more` are texts of an `AccountForm`, or `given` and `change_known`."""
        options = {name: more.pop(name) for name in ("given", "change_known") if name in more}
        form = AccountForm(**{"account_type": LOYALTY, "number": number, **more})
        return self.open_accounts(programme, [opening_of(form, programme, self.clock.now())], **options)[0]

    def count(self, table: str, condition: str = "1 = 1") -> int:
        """How many rows a table has."""
        return int(self.reader.row(f"SELECT COUNT(*) FROM {table} WHERE {condition}")[0])


@contextmanager
def open_records(database_url: str) -> Iterator[Records]:
    """The records of a new database with the two programmes."""
    store = open_store(database_url)
    try:
        with UnitOfWork(store).transaction() as connection:
            put_programme(connection, CLUB)
            put_programme(connection, OTHER)
        yield Records(store)
    finally:
        store.close()

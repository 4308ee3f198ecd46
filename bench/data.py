"""The data that is called: a programme with customers and accounts, and what the calls name of it."""

import base64
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert

from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.engine import Store
from adapters.database.ledger_tables import account
from adapters.database.programme_records import DatabaseProgrammeRecords
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from bench.load.server import run_gateway
from domain.accounts.account import AccountType
from domain.customers.customer import Address, Customer
from domain.customers.name_keys import name_term
from domain.pager import Window
from domain.paging import SIZE_DEFAULT
from domain.programmes.programme import Programme, Site
from domain.programmes.programme_records import ProgrammeDraft

CUSTOMERS = 2_000
SITE = "0001"
SEARCHED = "harr"
_FORENAMES = ("Amelia", "Oliver", "Isla", "George", "Ava", "Noah", "Zoë", "Seán", "Freya", "Łukasz")
_SURNAMES = ("Baldwin", "O'Brien", "Harris", "Harrison", "Müller", "Smith", "Taylor", "Patel", "Evans", "Ng")
_TOWNS = ("London", "Leeds", "York", "Bath", "Hull")


@dataclass(frozen=True, slots=True)
class Data:
    """What calls name: credentials, a site, accounts to move, one to ask for, a name and the customers it finds."""

    authorization: str
    site: str
    accounts: Sequence[str]
    enquired_account: str
    searched_name: str
    found_numbers: Sequence[str]


def fill(store: Store, settings: Mapping[str, str], code: str, *, customers: int = CUSTOMERS) -> Data:
    """Add a programme with this code, so many customers, an account for each, and a till; `settings` are those of the gateway."""
    records = DatabaseProgrammeRecords(Reader(store), UnitOfWork(store))
    programme = records.add(ProgrammeDraft(code=code, name="Bench", estate=code))
    records.add_site(programme, Site(SITE, "High Street", "Europe/London"))
    people = list(_customers(customers))
    _add_customers(store, programme, people)
    name = f"till-{code.lower()}"
    secret = run_gateway(
        ["credentials", "create", name, "--programme", code, "--site", SITE, "--default-site", SITE], settings
    ).strip()
    found = DatabaseCustomerDirectory(Reader(store)).list_by_name(
        programme.id, name_term(SEARCHED, "searchName"), Window(SIZE_DEFAULT)
    )
    numbers = [customer.number for customer in people]
    return Data(
        authorization="Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode(),
        site=SITE,
        accounts=[f"A{number}" for number in numbers[1:]],
        enquired_account=f"A{numbers[0]}",
        searched_name=SEARCHED,
        found_numbers=[listed.row.number for listed in found],
    )


def _customers(count: int) -> Iterable[Customer]:
    names = itertools.cycle(itertools.product(_FORENAMES, _SURNAMES, _TOWNS))
    for number, (forename, surname, town) in zip(range(100_000, 100_000 + count), names, strict=False):
        yield Customer(
            number=str(number),
            surname=surname,
            forename=forename,
            title="Mx",
            address=Address(
                street1=f"{number % 97 + 1} High Street", town=town, postcode=f"LS{number % 9 + 1} 4AB", country="GB"
            ),
            email=f"customer{number}@example.com",
        )


def _add_customers(store: Store, programme: Programme, customers: Sequence[Customer]) -> None:
    values = {"account_type": AccountType.LOYALTY.value, "currency": "GBP", "unit": "points", "precision": 0}
    with UnitOfWork(store).transaction() as connection:
        put_customers(connection, programme, customers, datetime.now(UTC))
        ids = customer_ids(connection, programme.id, [customer.number for customer in customers])
        rows = [
            {
                "programme_id": programme.id,
                "number": f"A{number}",
                "customer_id": customer_id,
                "opened_at": 0,
                "site": SITE,
                "description": "Club",
                **values,
            }
            for number, customer_id in ids.items()
        ]
        connection.execute(insert(account), rows)

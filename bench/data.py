"""The data that is called: the demo's, and customers and accounts imported beside it, as a user would do both."""

import base64
import csv
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.engine import Store
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from bench.load.server import run_gateway
from bench.wrong import Wrong
from domain.accounts.account import AccountType
from domain.customers.name_keys import name_term
from domain.pager import Window
from domain.paging import SIZE_DEFAULT
from gateway.demo.prepare import DEMO_SECRET, TILL
from gateway.demo_issuer import DEMO_PROGRAMME

CUSTOMERS = 2_000
FIRST_NUMBER = 100_000
SITE = "0001"
ENQUIRED = "0101025190527144502028"
"""The account of the vendor's example: the demo has it, with its customer and a card; no update here moves it."""
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


def prepare(settings: Mapping[str, str], folder: Path, *, customers: int = CUSTOMERS) -> None:
    """Make the database of these settings with the demo data, and import so many customers, an account for each.

    `folder` takes the files to import. Raises `Wrong` where the gateway refuses any of it.
    """
    run_gateway(["demo", "prepare"], settings)
    numbers = range(FIRST_NUMBER, FIRST_NUMBER + customers)
    people = itertools.cycle(itertools.product(_FORENAMES, _SURNAMES, _TOWNS))
    _write(folder / "customers.csv", map(_person, numbers, people))
    _write(folder / "accounts.csv", map(_account, numbers))
    for kind in ("customers", "accounts"):
        run_gateway(["import", kind, str(folder / f"{kind}.csv")], settings)


def read_data(store: Store, *, customers: int = CUSTOMERS) -> Data:
    """What to call in the database that `prepare` made, asked of the domain and not of what is measured."""
    programme = DatabaseProgrammes(Reader(store)).by_code(DEMO_PROGRAMME)
    if programme is None:
        raise Wrong("The demo's programme is not in the database.")
    found = DatabaseCustomerDirectory(Reader(store)).list_by_name(
        programme.id, name_term(SEARCHED, "searchName"), Window(SIZE_DEFAULT)
    )
    return Data(
        authorization="Basic " + base64.b64encode(f"{TILL}:{DEMO_SECRET}".encode()).decode(),
        site=SITE,
        accounts=[f"B{FIRST_NUMBER + place}" for place in range(customers)],
        enquired_account=ENQUIRED,
        searched_name=SEARCHED,
        found_numbers=[listed.row.number for listed in found],
    )


def _person(number: int, person: tuple[str, str, str]) -> dict[str, str]:
    forename, surname, town = person
    return {
        "number": str(number),
        "title": "Mx",
        "forename": forename,
        "surname": surname,
        "email": f"customer.{number}@example.org",
        "street1": f"{number % 97 + 1} High Street",
        "town": town,
        "postcode": f"LS{number % 9 + 1} 4AB",
        "country": "GB",
    }


def _account(number: int) -> dict[str, str]:
    values = {"account_type": AccountType.LOYALTY.value, "number": f"B{number}", "customer_number": str(number)}
    return {**values, "balance": "1000", "site": SITE}


def _write(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)

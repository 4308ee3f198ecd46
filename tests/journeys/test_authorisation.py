"""Every operation of both faces, asked by every kind of credentials for their own data and for that of others.

What exists is read from the route table and from the contract, so an operation without a row here is found.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import insert

from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.customer_tables import card
from adapters.database.engine import open_store
from adapters.database.ledger_tables import account
from adapters.database.programme_tables import programme_site, site
from adapters.database.unit_of_work import UnitOfWork
from domain.customers.customer import Address, Customer
from domain.identity.caller import Operation
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.identity.credential import CredentialScope
from domain.programmes.programme import Programme
from gateway.application import build_application
from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import build_core
from tests.adapters.database.programmes import put_programme
from tests.books import books
from tests.builders import LOYALTY, START
from tests.journeys.authorisation_rows import OPEN, ROWS, Ask, Whose, rest_operations
from tests.services.gateway import ACCESS
from tests.services.sqlite import SQLiteTemplate
from wsdl.contract_versions import CONTRACTS

PASSWORD = "a-secret-of-the-tests"
AMELIA = Whose("100", "acc-one-amelia", "9826000000000000100", "Firstly", "Oneamelia", "M1 1AA")
ANGUS = Whose("101", "acc-one-angus", "9826000000000000101", "Secondly", "Oneangus", "M2 2BB")
# The same number as another programme's customer, and names that only this programme has.
FOREIGN = Whose("100", "acc-two-agnes", "9826000000000000200", "Thirdly", "Twoagnes", "M3 3CC")
PEOPLE = {1: (AMELIA, ANGUS), 2: (FOREIGN,)}
RIGHTS = {operation: operation.value for operation in Operation}


@dataclass
class House:
    """The gateway in this process, with two programmes."""

    application: Any
    url: str

    def ask(self, name: str, ask: Ask, **headers: str) -> tuple[int, str]:
        """Status and text of the answer, with this credential; empty for none."""
        path, _, query = ask.path.partition("?")
        authorization = base64.b64encode(f"{name}:{PASSWORD}".encode()).decode()
        environ = {
            "REQUEST_METHOD": ask.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": ask.content_type if ask.body else "",
            "CONTENT_LENGTH": str(len(ask.body)) if ask.body else "",
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(ask.body),
            **({"HTTP_AUTHORIZATION": f"Basic {authorization}"} if name else {}),
            **ask.headers,
            **headers,
        }
        told: list[str] = []
        body = b"".join(self.application(environ, lambda status, _headers, *_: told.append(status)))
        return int(told[0][:3]), body.decode()


@pytest.fixture(scope="module")
def house(sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Programme ONE with two customers and two sites, TWO with one; a credential of every kind."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("authorisation"))
    store = open_store(url)
    with UnitOfWork(store).transaction() as connection:
        for number, people in PEOPLE.items():
            _furnish(connection, number, people)
    store.close()
    gateway = build_core(Settings(store=StoreSettings(database_url=url), access=ACCESS))
    identity = gateway.identity
    create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, gateway.clock)
    for name, programme, scope in (
        ("one-all", "ONE", CredentialScope()),
        ("two-all", "TWO", CredentialScope()),
        ("one-site", "ONE", CredentialScope(sites=frozenset({"0001"}), default_site="0001")),
        *((f"one-{right}", "ONE", CredentialScope(operations=frozenset({each}))) for each, right in RIGHTS.items()),
    ):
        create(NewCredential(programme, name, scope=scope, chosen_secret=PASSWORD))
    yield House(build_application(gateway), url)
    gateway.close()


def _furnish(connection: Any, number: int, people: tuple[Whose, ...]) -> None:
    programme = Programme(number, ("", "ONE", "TWO")[number], "Name")
    put_programme(connection, programme)
    for code in ("0001", "0002"):
        made = connection.execute(
            insert(site).values(estate_id=number, code=code, name=code, time_zone="Europe/London")
        ).inserted_primary_key
        connection.execute(insert(programme_site).values(programme_id=number, site_id=made[0]))
    customers = [
        Customer(each.customer, each.surname, each.forename, address=Address(postcode=each.postcode, country="GB"))
        for each in people
    ]
    put_customers(connection, programme, customers, START)
    for each in people:
        owner = customer_ids(connection, number, [each.customer])[each.customer]
        connection.execute(
            insert(card).values(
                programme_id=number,
                number=each.card,
                hashed_number=each.card.zfill(64),
                customer_id=owner,
                created_at=0,
            )
        )
        opened = {"currency": "", "unit": "points", "precision": 0, "opened_at": 0, "balance": 10_000_000}
        connection.execute(
            insert(account).values(
                programme_id=number, account_type=LOYALTY, number=each.account, customer_id=owner, **opened
            )
        )


def operations() -> set[str]:
    """Every operation that there is: the API's document is held equal to its route table, the contract is the WSDL."""
    rest = {name for name, _, _ in rest_operations()}
    soap = {
        f"SOAP {operation.get('name')}"
        for file in CONTRACTS.rglob("*.wsdl")
        for operation in etree.parse(file).iter("{http://schemas.xmlsoap.org/wsdl/}operation")
    }
    return rest | soap


def is_refused(answer: tuple[int, str]) -> bool:
    return answer[0] == 403 or "NotAllowed" in answer[1] or "access_denied" in answer[1]


def test_every_operation_has_a_row() -> None:
    assert operations() - OPEN == ROWS.keys()


@pytest.mark.parametrize("name", ROWS)
def test_who_has_the_right_is_answered_and_whoever_has_another_is_refused(name: str, house: House) -> None:
    row = ROWS[name]
    for operation, right in RIGHTS.items():
        answer = house.ask(f"one-{right}", row.ask(AMELIA))
        assert is_refused(answer) is (operation is not row.needs), (operation, answer)
        assert answer[0] not in {401, 404}


@pytest.mark.parametrize("name", ROWS)
def test_nobody_and_a_stranger_are_asked_to_sign_in(name: str, house: House) -> None:
    for stranger in ("", "no-such-till"):
        status, text = house.ask(stranger, ROWS[name].ask(AMELIA))
        assert status == 401
        assert AMELIA.forename not in text


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.tells])
def test_ones_own_is_told_and_what_is_another_programmes_is_not(name: str, house: House) -> None:
    row = ROWS[name]
    assert row.tells
    if name == "listCustomerTransactions":
        house.ask("one-all", replace_amount(ROWS["submitAccountBalanceUpdate"].ask(AMELIA)))
    assert row.tells(AMELIA) in house.ask("one-all", row.ask(AMELIA))[1]
    before = books(house.url)
    status, text = house.ask("two-all", row.ask(AMELIA))
    assert status < 500 or "Client" in text
    assert row.tells(AMELIA) not in text
    for secret in (AMELIA.forename, ANGUS.forename):
        assert secret not in text
    assert books(house.url) == before


def replace_amount(ask: Ask) -> Ask:
    """The same update, which moves something."""
    return replace(
        ask, body=ask.body.replace(b'"updateAmount": 0', b'"updateAmount": 7').replace(b'"post"', b'"moves"')
    )


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.tells and not row.goes_by_subject])
def test_a_till_that_speaks_for_a_customer_reaches_no_other(name: str, house: House) -> None:
    row = ROWS[name]
    assert row.tells
    assert row.tells(AMELIA) in house.ask("one-all", row.ask(AMELIA), HTTP_SUBJECT=AMELIA.customer)[1]
    before = books(house.url)
    status, text = house.ask("one-all", row.ask(ANGUS), HTTP_SUBJECT=AMELIA.customer)
    assert status < 500 or "Client" in text
    assert row.tells(ANGUS) not in text
    assert ANGUS.forename not in text
    assert books(house.url) == before


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.tells])
def test_a_till_of_one_site_does_not_speak_for_another(name: str, house: House) -> None:
    row = ROWS[name]
    before = books(house.url)
    elsewhere = row.ask_at(AMELIA, "0002") if row.ask_at else row.ask(AMELIA)
    assert is_refused(house.ask("one-site", elsewhere, HTTP_ENACTOR_LOCATION_ID="0002"))
    assert books(house.url) == before
    assert not is_refused(house.ask("one-site", row.ask(AMELIA), HTTP_ENACTOR_LOCATION_ID="0001"))
    assert not is_refused(house.ask("one-site", row.ask(AMELIA)))

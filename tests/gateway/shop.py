"""A small shop in a database, and a till that calls the served program over both protocols."""

from dataclasses import dataclass, field
from typing import Any

import requests
from sqlalchemy import insert

from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.customer_tables import card
from adapters.database.engine import open_store
from adapters.database.ledger_tables import account
from adapters.database.unit_of_work import UnitOfWork
from domain.customers.customer import Address, Customer
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.programmes.programme import Programme
from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import build_core
from tests.adapters.database.programmes import put_programme
from tests.builders import LOYALTY, START
from tests.services.gateway import ACCESS, ServedGateway
from tests.wsdl.soap import enveloped, update_of

CLUB = Programme(1, "CLUB", "Club")
TILL, PASSWORD = "till-1", "demo-canary-password"
ACCOUNT, POINTS = "100200300", 1_000
PERSON = Customer(
    number="777001",
    surname="Canarysurname",
    forename="Canaryforename",
    title="Mx",
    address=Address(street1="1 Canary Street", town="Canarytown", postcode="SW1A 1AA", country="GB"),
    email="canary@example.com",
    phone="+442071838750",
)
CARD = "9826000000001234567"
PERSONAL = (
    PERSON.surname,
    PERSON.forename,
    "Canary Street",
    "Canarytown",
    "SW1A 1AA",
    PERSON.email,
    PERSON.phone,
    CARD,
)


def furnish(database_url: str, *, is_demo: bool = True, allows_digest: bool = False) -> None:
    """Put one programme, one customer with a card and an account of 1,000 points, and one till into the database."""
    store = open_store(database_url)
    with UnitOfWork(store).transaction() as connection:
        put_programme(connection, CLUB)
        put_customers(connection, CLUB, [PERSON], START)
        owner = customer_ids(connection, CLUB.id, [PERSON.number])[PERSON.number]
        connection.execute(
            insert(card).values(
                programme_id=CLUB.id, number=CARD, hashed_number="0" * 64, customer_id=owner, created_at=0
            )
        )
        connection.execute(
            insert(account).values(
                programme_id=CLUB.id,
                account_type=LOYALTY,
                number=ACCOUNT,
                customer_id=owner,
                currency="",
                unit="points",
                precision=0,
                opened_at=0,
                balance=POINTS * 10_000,
            )
        )
    store.close()
    _add_till(database_url, is_demo=is_demo, allows_digest=allows_digest)


def _add_till(database_url: str, *, is_demo: bool, allows_digest: bool) -> None:
    gateway = build_core(Settings(store=StoreSettings(database_url=database_url), access=ACCESS))
    identity = gateway.identity
    create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, gateway.clock)
    create(NewCredential(CLUB.code, TILL, chosen_secret=PASSWORD, allows_digest=allows_digest, is_demo=is_demo))
    gateway.close()


@dataclass
class Till:
    """Calls the program; every call has these headers and this password."""

    gateway: ServedGateway
    password: str = PASSWORD
    headers: dict[str, str] = field(default_factory=dict)

    def soap(self, body: str, service: str = "AccountBalanceService") -> requests.Response:
        """Send one SOAP 1.1 call."""
        return requests.post(
            f"{self.gateway.url}/axis2/services/{service}",
            data=enveloped(body).encode(),
            headers={"Content-Type": "text/xml; charset=utf-8", **self.headers},
            auth=(TILL, self.password),
            timeout=20,
        )

    def soap_update(self, transaction_id: str, amount: int) -> requests.Response:
        """Move points over SOAP."""
        return self.soap(
            update_of(
                f"<transactionId>{transaction_id}</transactionId><deviceId>pos1@0001.enactor</deviceId>"
                f"<accountId>{ACCOUNT}</accountId><accountType>{LOYALTY}</accountType>"
                f"<updateAmount>{amount}</updateAmount><status>COMPLETED</status>"
            )
        )

    def rest(self, method: str, path: str, **more: Any) -> requests.Response:
        """Send one call to the REST face."""
        return requests.request(
            method,
            f"{self.gateway.url}/WebRestApi/rest{path}",
            headers={**self.headers, **more.pop("headers", {})},
            auth=(TILL, self.password),
            timeout=20,
            **more,
        )

    def rest_hold(self, transaction_id: str, amount: int) -> requests.Response:
        """Reserve points over REST."""
        return self.rest_update(transaction_id, amount, status="PENDING")

    def rest_update(self, transaction_id: str, amount: int, status: str = "COMPLETED") -> requests.Response:
        """Move points over REST."""
        update = {
            "transactionId": transaction_id,
            "deviceId": {"@type": "deviceKey", "id": "pos1@0001.enactor"},
            "accountId": ACCOUNT,
            "accountType": LOYALTY,
            "updateAmount": amount,
            "status": status,
        }
        return self.rest("POST", "/accountBalances/update", json=update)

    def is_refused(self) -> None:
        """Hold that an update ("meanwhile", 5 points) is refused over both protocols as one that is safe to send again."""
        rest, soap = self.rest_update("meanwhile", 5), self.soap_update("meanwhile", 5)
        assert (rest.status_code, rest.json()["errorCode"]) == (503, "StoreUnavailable")
        assert soap.status_code == 500
        assert "Server.StoreUnavailable" in soap.text
        for reply in (rest, soap):
            assert int(reply.headers["Retry-After"]) > 0
            assert "psycopg" not in reply.text
            assert "onnection" not in reply.text

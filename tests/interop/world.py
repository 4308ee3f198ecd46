"""The shop that the scenario plays in."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import insert

from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import open_store
from adapters.database.ledger_tables import account
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.amounts import to_scaled
from domain.customers.customer import Address, Customer
from domain.programmes.earning_rules_form import read_rules
from tests.builders import START
from tests.gateway.shop import CLUB, furnish
from tests.interop.scenario import ARCHERS, LARGE_ACCOUNT, LARGE_BALANCE, LOYALTY, MARKUP, POSTCODE
from tests.interop.ticket_scenario import EARNING

RULES_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
OWNER = Customer("500", MARKUP, "Jörg", address=Address(town="Manchester", postcode=POSTCODE))


def furnish_for_clients(database_url: str) -> None:
    """Put a till, two pages of people, and one with markup in his name and a large balance into the database."""
    furnish(database_url, allows_digest=True)
    archers = [Customer(str(1000 + number), f"Archer{number:02}", "Ann") for number in range(ARCHERS)]
    store = open_store(database_url)
    with UnitOfWork(store).transaction() as connection:
        put_customers(connection, CLUB, [OWNER, *archers], START)
        connection.execute(
            insert(account).values(
                programme_id=CLUB.id,
                account_type=LOYALTY,
                number=LARGE_ACCOUNT,
                customer_id=customer_ids(connection, CLUB.id, [OWNER.number])[OWNER.number],
                currency="",
                unit="points",
                precision=4,
                opened_at=0,
                balance=to_scaled(Decimal(LARGE_BALANCE)),
            )
        )
    rules = DatabaseEarningRules(Reader(store), UnitOfWork(store))
    rules.add(CLUB, read_rules(EARNING), RULES_SINCE, START)
    store.close()

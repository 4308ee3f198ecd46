"""The product's own use cases over a migrated SQLite database, with a shop's worth of people in it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import insert

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.customer_tables import card
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import open_store
from adapters.database.ledger import DatabaseLedger
from adapters.database.ledger_tables import account
from adapters.database.member_directory import DatabaseMemberDirectory
from adapters.database.member_standings import DatabaseMemberStandings
from adapters.database.reading import Reader
from adapters.database.ticket_books import DatabaseTicketBooks
from adapters.database.ticket_sequences import DatabaseTicketSequences
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.enquire_balance import EnquireBalance
from domain.accounts.search_accounts import SearchAccounts
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.clock import SystemClock, to_microseconds
from domain.core import LoyaltyCore
from domain.customers.customer import Address, Customer
from domain.customers.search_by_name import SearchCustomersByName
from domain.customers.search_by_postcode import SearchCustomersByPostcode
from domain.errors import Unauthenticated
from domain.identity.authenticate import Credentials, DigestCredentials, PasswordCredentials
from domain.identity.caller import Caller
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.programme import Programme
from domain.purchases.attribute_ticket import AttributeTicket
from domain.purchases.book_tickets import BookTickets
from domain.purchases.list_ticket_gaps import ListTicketGaps
from domain.purchases.preview_earning import PreviewEarning
from tests.adapters.database.programmes import put_programme

CLUB = Programme(1, "CLUB", "The Club")
TILL = Caller(CLUB, credential_id=1, name="till-1")
AMELIA = Customer("100", "Baldwin", "Amelia", title="Miss", address=Address(town="Manchester", postcode="M1 1AA"))
ONE_PER_POUND = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30}'
WATCHED = (
    '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30, "velocity": {"pointsPerHour": 1000}}'
)
RULES_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
ACCOUNT, CARD, OPENING = "887", "8934736829037", 1000


@contextmanager
def sqlite_core(url: str, earning: str = ONE_PER_POUND) -> Iterator[LoyaltyCore]:
    """The menu over this database; Amelia has an account with 1,000 points, and 44 more people have names in A."""
    store = open_store(url)
    unit_of_work, reader, clock = UnitOfWork(store), Reader(store), SystemClock()
    _fill(unit_of_work)
    customers = DatabaseCustomerDirectory(reader)
    rules, members = DatabaseEarningRules(reader, unit_of_work), DatabaseMemberDirectory(reader, clock)
    rules.add(CLUB, read_rules(earning), RULES_SINCE, clock.now())
    tickets = DatabaseTicketBooks(store, reader, unit_of_work, rules)
    pages = Pager(PageTokens(b"a secret of the tests"))
    yield LoyaltyCore(
        authenticate=cast("Any", _authenticate),
        search_customers_by_name=SearchCustomersByName(customers, pages),
        search_customers_by_postcode=SearchCustomersByPostcode(customers, pages),
        search_accounts=SearchAccounts(DatabaseAccountDirectory(reader), pages, clock),
        enquire_balance=EnquireBalance(DatabaseAccountReader(reader), clock),
        update_balance=UpdateBalanceUseCase(DatabaseLedger(store, unit_of_work), clock),
        read_customer=cast("Any", None),
        list_transactions=cast("Any", None),
        explain_balance=cast("Any", None),
        preview_earning=PreviewEarning(rules, members, DatabaseMemberStandings(reader), clock),
        book_tickets=BookTickets(rules, members, tickets, clock),
        attribute_ticket=AttributeTicket(rules, members, tickets, clock),
        list_ticket_gaps=ListTicketGaps(DatabaseTicketSequences(reader)),
        list_ticket_reviews=cast("Any", None),
        approve_ticket=cast("Any", None),
        reject_ticket=cast("Any", None),
        find_profile=cast("Any", None),
        add_member=cast("Any", None),
        change_member=cast("Any", None),
        record_transaction=cast("Any", None),
    )
    store.close()


def _authenticate(credentials: Credentials, *, subject: str = "") -> Caller:
    """The till, for till-1 with the password demo, in clear or as a digest."""
    assert not subject
    if isinstance(credentials, DigestCredentials):
        text = credentials.nonce + credentials.created.encode() + b"demo"
        right = credentials.digest == hashlib.sha1(text, usedforsecurity=False).digest()
    else:
        assert isinstance(credentials, PasswordCredentials)
        right = credentials.secret == "demo"
    if credentials.name != "till-1" or not right:
        raise Unauthenticated
    return TILL


def _fill(unit_of_work: UnitOfWork) -> None:
    now = SystemClock().now()
    others = [Customer(str(200 + number), f"Archer{number:02}", "Ann") for number in range(44)]
    with unit_of_work.transaction() as connection:
        put_programme(connection, CLUB)
        put_customers(connection, CLUB, [AMELIA, *others], now)
        amelia = customer_ids(connection, 1, ["100"])["100"]
        connection.execute(
            insert(account).values(
                programme_id=1,
                account_type="customerLoyaltyAccount",
                number=ACCOUNT,
                customer_id=amelia,
                currency="GBP",
                unit="points",
                precision=0,
                description="Customer Loyalty Account - Club",
                scheme="CLUB",
                opened_at=to_microseconds(now),
                balance=OPENING * 10_000,
            )
        )
        connection.execute(
            insert(card).values(
                programme_id=1,
                number=CARD,
                hashed_number=hashlib.sha256(CARD.encode()).hexdigest(),
                customer_id=amelia,
                created_at=to_microseconds(now),
            )
        )

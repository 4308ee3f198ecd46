"""Customers are added, changed, blocked and closed as a whole; on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.customer_directory import DatabaseCustomerDirectory
from domain.accounts.account import AccountType
from domain.accounts.enquire_balance import AccountKey
from domain.cards.block_card import BlockCard
from domain.customers.add_customers import AddCustomers
from domain.customers.block_customer import BlockCustomer
from domain.customers.change_customer import ChangeCustomer
from domain.customers.clean_customer import clean_customer
from domain.customers.close_customer import CloseCustomer
from domain.customers.customer import Address, Customer
from domain.errors import InvalidInput
from domain.pager import Window
from domain.recorded import Recorded
from domain.status import Status
from tests.adapters.database.records import CLUB, OTHER, Records, open_records

AMELIA = Customer("100", "Baldwin", "Amelia", address=Address(town="London", postcode="M1 1AA"))


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    with open_records(database_url) as made:
        yield made


def found(records: Records, term: str) -> list[str]:
    directory = DatabaseCustomerDirectory(records.reader)
    return [listed.row.number for listed in directory.list_by_name(1, term, Window(limit=100))]


def test_a_batch_is_decided_row_by_row(records: Records) -> None:
    results = records.add_customers(CLUB, [AMELIA, AMELIA, Customer("100", "Smith"), Customer("101", "Smith")])
    kept = [each if isinstance(each, Recorded) else each.sentence for each in results]
    assert kept[:2] == [Recorded.ADDED, Recorded.UNCHANGED]
    assert "other values in: forename, surname, town, postcode" in str(kept[2])
    assert kept[3] is Recorded.ADDED
    assert found(records, "baldwin") == ["100"]
    assert records.add_customers(OTHER, [Customer("100", "Smith")]) == [Recorded.ADDED]


def test_a_change_moves_the_customer_in_the_searches(records: Records) -> None:
    records.add_customers(CLUB, [AMELIA])
    changed = ChangeCustomer(records.customers, records.clock)(CLUB, "100", {"surname": " M\u00fcller ", "town": ""})
    assert (changed.surname, changed.forename, changed.address) == ("M\u00fcller", "Amelia", Address(postcode="M1 1AA"))
    assert (found(records, "baldwin"), found(records, "muller")) == ([], ["100"])
    assert records.customers.by_number(1, "100") == changed
    with pytest.raises(InvalidInput, match="no customer '999'"):
        ChangeCustomer(records.customers, records.clock)(CLUB, "999", {"surname": "X"})


def test_groups_are_kept_changed_and_read_with_every_account(records: Records) -> None:
    grouped = clean_customer(AMELIA._replace(groups=("VIP", "CLUB", "VIP", "")))
    assert records.add_customers(CLUB, [grouped, Customer("101", "Smith", groups=("STAFF",))]) == [Recorded.ADDED] * 2
    records.account("1", customer_number="100")
    records.account("2")
    records.card("8934736829037")
    change = ChangeCustomer(records.customers, records.clock)
    accounts = DatabaseAccountReader(records.reader)

    def groups(**key: str) -> tuple[str, ...]:
        read = accounts.read(CLUB, AccountKey(AccountType.LOYALTY, **key), records.clock.now())
        assert read
        return read.groups

    assert groups(number="1") == groups(card_number="8934736829037") == ("CLUB", "VIP")
    assert groups(number="2") == ()
    for given, kept in ((None, ("CLUB", "VIP")), (["VIP"], ("VIP",)), ([""], ())):
        assert change(CLUB, "100", {"town": "Leeds"}, given).groups == groups(number="1") == kept
    assert records.count("customer_group") == 1
    with pytest.raises(InvalidInput, match="groups 'A B' takes"):
        change(CLUB, "100", {}, ["A B"])


def test_only_what_was_given_is_compared_and_changed(records: Records) -> None:
    records.add_customers(CLUB, [AMELIA])
    add = AddCustomers(records.customers, records.clock)
    other = Customer("100", "Baldwin", email="amelia@example.org")
    assert add(CLUB, [other], given=("surname",)) == [Recorded.UNCHANGED]
    assert add(CLUB, [other], given=("email",), change_known=True) == [Recorded.CHANGED]
    grouped = other._replace(groups=("VIP",))
    assert add(CLUB, [grouped], given=("email",)) == [Recorded.UNCHANGED]
    assert "other values in: groups" in str(add(CLUB, [grouped], given=("groups",)))
    assert add(CLUB, [grouped], given=("groups",), change_known=True) == [Recorded.CHANGED]
    known = records.customers.by_number(1, "100")
    assert known
    assert (known.email, known.forename, known.address.town) == ("amelia@example.org", "Amelia", "London")


def test_blocking_a_customer_blocks_the_accounts(records: Records) -> None:
    records.add_customers(CLUB, [AMELIA, Customer("101", "Smith")])
    records.account("1", customer_number="100")
    records.account("2", customer_number="100", status="CLOSED")
    records.account("3", customer_number="101")
    block = BlockCustomer(records.customers)
    assert block(CLUB, "100").status is Status.BLOCKED
    statuses = dict(tuple(row) for row in records.reader.rows("SELECT number, status FROM account"))
    assert statuses == {"1": "BLOCKED", "2": "CLOSED", "3": "ACTIVE"}
    standing = block(CLUB, "100", blocked=False)
    assert (standing.status, standing.open_accounts) == (Status.ACTIVE, ["1"])
    assert records.reader.row("SELECT status FROM account WHERE number = '1'")[0] == "BLOCKED"
    with pytest.raises(InvalidInput, match="no customer '100' in programme OTHER"):
        block(OTHER, "100")


def test_a_customer_closes_after_the_accounts_and_takes_the_cards_along(records: Records) -> None:
    records.add_customers(CLUB, [AMELIA])
    records.account("1", customer_number="100")
    records.card("8934736829037")
    close = CloseCustomer(records.customers)
    with pytest.raises(InvalidInput, match="not closed: 1"):
        close(CLUB, "100")
    closed = records.accounts.change_status(1, AccountType.LOYALTY, "1", lambda _: Status.CLOSED, records.clock.now())
    assert closed is Status.CLOSED
    assert close(CLUB, "100").status is Status.CLOSED
    card = records.cards.by_number(1, "8934736829037")
    assert card
    assert card.status is Status.CLOSED
    with pytest.raises(InvalidInput, match="final"):
        BlockCustomer(records.customers)(CLUB, "100")
    with pytest.raises(InvalidInput, match="final"):
        BlockCard(records.cards)(CLUB, "8934736829037", blocked=False)
    refused = [records.account("2", customer_number="100"), records.card("4000", "100")]
    assert all(isinstance(each, InvalidInput) and "closed" in each.sentence for each in refused)


def test_a_known_customer_keeps_the_status(records: Records) -> None:
    records.add_customers(CLUB, [AMELIA])
    BlockCustomer(records.customers)(CLUB, "100")
    assert records.add_customers(CLUB, [AMELIA]) == [Recorded.UNCHANGED]
    known = records.customers.by_number(1, "100")
    assert known
    assert known.status == "BLOCKED"

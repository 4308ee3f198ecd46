"""Many batches in a row, as an import sends them: what is new, what is changed, and what they look at in the database."""

from collections.abc import Iterator

import pytest

from domain.accounts.account_form import AccountForm, opening_of
from domain.cards.add_cards import card_of
from domain.customers.customer import Customer
from domain.recorded import Recorded
from tests.adapters.database.records import CLUB, Records, open_records

BATCHES, ROWS = 16, 100
TABLES = ("customer", "customer_name_key", "customer_identifier", "card", "account", "idempotency_key")


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    with open_records(database_url) as made:
        yield made


def test_what_is_new_and_what_is_changed_share_a_batch(records: Records) -> None:
    records.add_customers(CLUB, [Customer("1", "Known")])
    batch = [Customer("2", "New"), Customer("1", "Changed"), Customer("2", "Newer"), Customer("0", "New")]
    results = records.add_customers(CLUB, batch, change_known=True)
    assert results == [Recorded.ADDED, Recorded.CHANGED, Recorded.CHANGED, Recorded.ADDED]
    names = "SELECT c.number, p.surname FROM customer c JOIN customer_person p ON p.customer_id = c.id ORDER BY 1"
    assert records.reader.rows(names) == [("0", "New"), ("1", "Changed"), ("2", "Newer")]
    keys = "SELECT name_key FROM customer_name_key ORDER BY 1"
    assert [key for (key,) in records.reader.rows(keys)] == ["changed", "new", "newer"]


def add_batch(records: Records, numbers: range) -> None:
    people = [Customer(str(number), "Smith", email=f"{number}@example.org") for number in numbers]
    records.add_customers(CLUB, people)
    records.add_cards(CLUB, [card_of(str(89_000_000 + number), str(number)) for number in numbers])
    forms = [AccountForm("loyalty", str(number), str(number), balance="5") for number in numbers]
    records.open_accounts(CLUB, [opening_of(form, CLUB, records.clock.now()) for form in forms])


def test_no_batch_reads_the_rows_of_those_before_it(records: Records) -> None:
    """PostgreSQL keeps plans that a session made for small tables; its own count says how many rows were read in passing."""
    add_batch(records, range(10))
    with records.store.writes.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    for first in range(10, BATCHES * ROWS, ROWS):
        add_batch(records, range(first, first + ROWS))
    assert records.count("account", "balance = 50000") > BATCHES * ROWS - ROWS
    if not records.store.is_sqlite:
        with records.store.writes.connect() as connection:
            connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
            connection.exec_driver_sql("SELECT 1")
        read = "SELECT relname, seq_tup_read FROM pg_stat_user_tables WHERE seq_tup_read > ? ORDER BY 1"
        assert [row for row in records.reader.rows(read, (2 * BATCHES * ROWS,)) if row[0] in TABLES] == []

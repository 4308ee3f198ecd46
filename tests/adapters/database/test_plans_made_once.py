"""PostgreSQL plans each read once for a connection, for an index, and keeps to it while tables grow under it."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_records import put_customers
from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.pager import Window
from tests.adapters.database.programmes import put_programme
from tests.adapters.database.test_search_plans import CLUB, NOW, crowd

_PLANNED = "SELECT name, statement, generic_plans, custom_plans FROM pg_prepared_statements WHERE strpos(statement, '_key') > 0"


@pytest.fixture
def store(migrated_postgresql_url: str) -> Iterator[Store]:
    """A database whose reads all take the same connection."""
    opened = open_store(migrated_postgresql_url, pool_size=1)
    with UnitOfWork(opened).transaction() as connection:
        put_programme(connection, CLUB)
        put_customers(connection, CLUB, itertools.islice(crowd(), 3), NOW)
    analyse(opened)
    yield opened
    opened.close()


def analyse(store: Store) -> None:
    with store.writes.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def search(store: Store) -> None:
    """First page, later page, token page and total, by name and by postcode, until each is prepared and kept."""
    directory = DatabaseCustomerDirectory(Reader(store))
    for number in range(15):
        term = ("s", "smi", "anna smith")[number % 3]
        directory.list_by_name(CLUB.id, term, Window(21, skip=number))
        directory.list_by_name(CLUB.id, term, Window(21, after=("anna", "0")))
        directory.count_by_name(CLUB.id, term, 1_001)
        directory.list_by_postcode(CLUB.id, "M01", Window(21))


def kept_plans(store: Store) -> dict[str, str]:
    """How the connection will answer each prepared search, by its statement."""
    prepared = Reader(store).rows(_PLANNED)
    assert len(prepared) == 4
    return {statement: _plan(store, name, statement) for name, statement, *_ in prepared}


def _plan(store: Store, name: str, statement: str) -> str:
    values = ", ".join(["NULL"] * statement.count("$"))
    return "\n".join(row[0] for row in Reader(store).rows(f'EXPLAIN EXECUTE "{name}"({values})'))


def test_values_make_no_plan_of_their_own(store: Store) -> None:
    with UnitOfWork(store).transaction() as connection:
        put_customers(connection, CLUB, itertools.islice(crowd(), 3_000), NOW)
    analyse(store)
    search(store)
    planned: list[Any] = Reader(store).rows(_PLANNED)
    assert [custom for *_, custom in planned] == [0] * 4
    assert all(generic >= 5 for *_, generic, _ in planned)


def test_a_plan_made_for_three_customers_reads_no_table_of_thousands(store: Store) -> None:
    search(store)
    with UnitOfWork(store).transaction() as connection:
        put_customers(connection, CLUB, itertools.islice(crowd(), 3_000), NOW)
    for statement, plan in kept_plans(store).items():
        assert "Seq Scan" not in plan, statement
        assert "Sort" not in plan, statement


def test_a_page_keeps_nobody_whom_it_has_looked_up_for_a_second_time(store: Store) -> None:
    with UnitOfWork(store).transaction() as connection:
        put_customers(connection, CLUB, itertools.islice(crowd(), 3_000), NOW)
    analyse(store)
    search(store)
    assert [statement for statement, plan in kept_plans(store).items() if "Memoize" in plan] == []


def test_a_thousand_customers_are_checked_against_no_whole_table_however_few_there_were(store: Store) -> None:
    with UnitOfWork(store).transaction() as connection:
        put_customers(connection, CLUB, itertools.islice(crowd(), 1_000), NOW)
        read = connection.exec_driver_sql(
            "SELECT relname, seq_tup_read FROM pg_stat_xact_user_tables WHERE seq_tup_read > 0"
        ).all()
    assert read == []


def test_a_statement_is_prepared_once_whatever_the_size_of_its_numbers(store: Store) -> None:
    numbers = (1, 40_000, 3_000_000_000)
    for number in numbers * 7:
        Reader(store).rows("SELECT id FROM movement WHERE id = ?", (number,))
    prepared = Reader(store).rows(
        "SELECT generic_plans FROM pg_prepared_statements WHERE strpos(statement, 'movement') > 0"
    )
    assert len(prepared) == 1
    assert prepared[0][0] > len(numbers)

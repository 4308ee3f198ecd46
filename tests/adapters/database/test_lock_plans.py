"""An update finds its accounts and keys by their own index, however new the database is, and however fast it grows.

PostgreSQL has no statistics of a table until somebody has looked at it, and keeps a connection's plans until somebody does so
again. An index by which the worker finds accounts seemed as good to it as that of the numbers, and all keys of an empty
database as near as two of them: updates got slower with each one.
"""

import hashlib

import pytest
from sqlalchemy import Connection

from adapters.database.books_sql import accounts_of, keys_of
from adapters.database.bulk_rows import put_rows
from adapters.database.engine import Store, open_store
from adapters.database.ledger_tables import account, idempotency_key
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.programmes.programme import Programme
from tests.adapters.database.programmes import put_programme

CLUB = Programme(1, "CLUB", "Club")
LOYALTY = AccountType.LOYALTY.value
READ = """
SELECT c.relname, pg_stat_get_xact_tuples_returned(c.oid) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE CAST('{0}' AS regclass) IN (c.oid, i.indrelid) AND pg_stat_get_xact_tuples_returned(c.oid) > 0"""
PLANS = pytest.mark.parametrize("plans", ["force_custom_plan", "force_generic_plan"])
TOGETHER = pytest.mark.parametrize("together", [1, 2, 8])


@TOGETHER
@PLANS
@pytest.mark.parametrize("accounts", [10, 50, 3000])
def test_accounts_are_locked_by_their_numbers_without_statistics(
    migrated_postgresql_url: str, accounts: int, plans: str, together: int
) -> None:
    store = open_store(migrated_postgresql_url)
    add_rows(store, range(accounts))
    with store.writes.connect() as connection:
        connection.exec_driver_sql(f"SET plan_cache_mode = {plans}")
        assert max(lock(connection, store, together).values()) <= together
    store.close()


@TOGETHER
@PLANS
def test_what_was_planned_for_a_few_rows_reads_no_more_when_there_are_many(
    migrated_postgresql_url: str, plans: str, together: int
) -> None:
    store = open_store(migrated_postgresql_url)
    add_rows(store, range(10))
    with store.writes.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql(f"SET plan_cache_mode = {plans}")
        lock(connection, store, together)
        find_keys(connection, store, 2 * together)
        add_rows(store, range(10, 3000))
        assert max(lock(connection, store, together).values()) <= together
        assert max(find_keys(connection, store, 2 * together).values()) <= 2 * together
    store.close()


def lock(connection: Connection, store: Store, together: int) -> dict[str, int]:
    """Lock so many accounts as updates do; the rows that were read of their table, by index."""
    sql, values = accounts_of([(CLUB.id, LOYALTY, f"A{i}") for i in range(together)], is_sqlite=False)
    return run(connection, store, f"{sql} ORDER BY a.id FOR UPDATE OF a", values, account.name, together)


def find_keys(connection: Connection, store: Store, together: int) -> dict[str, int]:
    """Find so many keys as updates do; the rows that were read of their table, by index."""
    sql, values = keys_of([(CLUB.id, key_of(i)) for i in range(together)], is_sqlite=False)
    return run(connection, store, sql, values, idempotency_key.name, min(together, 10))


def run(
    connection: Connection, store: Store, sql: str, values: tuple[object, ...], table: str, found: int
) -> dict[str, int]:
    connection.exec_driver_sql("BEGIN")
    for _ in range(7):  # The driver prepares what it was given five times.
        before = read_of(connection, table)
        rows = connection.exec_driver_sql(store.sql(sql), values).all()
        assert len(rows) >= found
    after = read_of(connection, table)
    connection.exec_driver_sql("COMMIT")  # At a ROLLBACK the driver forgets what it has prepared.
    return {index: count - before.get(index, 0) for index, count in after.items()}


def read_of(connection: Connection, table: str) -> dict[str, int]:
    return {index: count for index, count in connection.exec_driver_sql(READ.format(table))}  # noqa: C416 - rows are no tuples


def key_of(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


def add_rows(store: Store, numbers: range) -> None:
    same = {"programme_id": CLUB.id, "account_type": LOYALTY, "currency": "GBP", "unit": "points", "precision": 0}
    told = dict.fromkeys(("amount", "moved", "balance", "held", "available", "occurred_at"), 0)
    key = {"programme_id": CLUB.id, "currency": "GBP", "phase": "COMPLETED", "original": "", "refusal": "", **told}
    with UnitOfWork(store).transaction() as connection:
        if not numbers.start:
            put_programme(connection, CLUB)
        put_rows(connection, account, [same | {"id": i, "number": f"A{i}", "opened_at": 0} for i in numbers])
        put_rows(
            connection,
            idempotency_key,
            [key | {"key": key_of(i), "first_key": key_of(i), "account_id": i} for i in numbers],
        )

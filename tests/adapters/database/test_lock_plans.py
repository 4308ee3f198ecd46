"""An update finds its accounts by their numbers, however new the database is.

PostgreSQL has no statistics of a table until somebody has looked at it. An index by which the worker finds accounts seemed as
good to it then as that of the numbers, and an update read all accounts of its programme, with all their versions.
"""

import pytest

from adapters.database.books_sql import ACCOUNT, any_of
from adapters.database.bulk_rows import put_rows
from adapters.database.engine import Store, open_store
from adapters.database.ledger_tables import account
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.programmes.programme import Programme
from tests.adapters.database.programmes import put_programme

CLUB = Programme(1, "CLUB", "Club")
LOYALTY = AccountType.LOYALTY.value
READ = """
SELECT c.relname, pg_stat_get_xact_tuples_returned(c.oid) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE 'account'::regclass IN (c.oid, i.indrelid) AND pg_stat_get_xact_tuples_returned(c.oid) > 0"""


@pytest.mark.parametrize("together", [1, 2, 8])
@pytest.mark.parametrize("plans", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("accounts", [10, 50, 3000])
def test_accounts_are_locked_by_their_numbers_without_statistics(
    migrated_postgresql_url: str, accounts: int, plans: str, together: int
) -> None:
    store = open_store(migrated_postgresql_url)
    add_accounts(store, accounts)
    wanted = [(CLUB.id, LOYALTY, f"A{i}") for i in range(together)]
    condition, values = any_of(("a.programme_id", "a.account_type", "a.number"), wanted)
    statement = store.sql(f"{ACCOUNT}{condition} ORDER BY a.id FOR UPDATE OF a")
    with store.writes.connect() as connection:
        connection.exec_driver_sql(f"SET plan_cache_mode = {plans}")
        assert len(connection.exec_driver_sql(statement, values).all()) == together
        read = {index: count for index, count in connection.exec_driver_sql(READ)}
    store.close()
    assert 0 < sum(read.values()) <= together, read


def add_accounts(store: Store, count: int) -> None:
    same = {"programme_id": CLUB.id, "account_type": LOYALTY, "currency": "GBP", "unit": "points", "precision": 0}
    with UnitOfWork(store).transaction() as connection:
        put_programme(connection, CLUB)
        put_rows(connection, account, [same | {"id": i, "number": f"A{i}", "opened_at": 0} for i in range(count)])

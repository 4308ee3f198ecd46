"""What PostgreSQL's planner knows of the tables that imports fill.

As long as it takes a table for a small one, it may read all of it for a search by card, or for a profile. The server looks
anew by itself, but up to some minutes later. Enquiries and updates don't hang on it (docs/decisions/0099).
"""

from adapters.database.engine import Store
from adapters.database.household_rows import TABLES
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork


def refresh_statistics(store: Store) -> None:
    """Let the planner see what has come in; raises `StoreUnavailable`. SQLite knows by itself which index has one row."""
    if store.is_sqlite:
        return
    unit_of_work = UnitOfWork(store)
    with store_errors(), unit_of_work.transaction() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        # A table that somebody looks at just now is left to them: an import is not to wait, or fail, for that.
        connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {', '.join(TABLES)}")

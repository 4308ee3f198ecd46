"""Putting a great many rows into a database that has next to none: streamed, in constant memory.

On PostgreSQL it is one transaction: constraints and indexes are taken away, the rows copied, and all of it made again
from what was there, so that each index is built once, sorted, and a stop leaves the database as it was. The tables are
locked until it ends. On SQLite every part is a transaction of its own, with the indexes in place: rows come in the
order of most of them, and a cache that is large enough holds the rest.
"""

from collections.abc import Callable, Iterable, Sequence

from adapters.database.bulk_copy import TableRows, copy_tables
from adapters.database.engine import Store
from adapters.database.household_rows import TABLES
from adapters.database.indexes_away import indexes_away
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.population import FirstIds

Advance = Callable[[str], None]
"""Told what is being done."""

_NEXT_ID = "SELECT COALESCE(MAX(id), 0) + 1 FROM "
_SQLITE_CACHE = "PRAGMA cache_size = -400000"
_SESSION = (
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL maintenance_work_mem = '512MB'",
    "SET LOCAL work_mem = '256MB'",
    # The foreign keys that come back are checked by reading whole tables.
    "SET LOCAL enable_seqscan = on",
)


class FirstLoad:
    """Loads parts, each a list of rows by table. What they refer to is in the database, or in the part itself."""

    def __init__(self, store: Store, unit_of_work: UnitOfWork) -> None:
        self._store = store
        self._unit_of_work = unit_of_work

    def first_ids(self) -> FirstIds:
        """Ids that nothing in the database has yet."""
        with self._store.reads.connect() as connection:
            tables = ("customer", "card", "account", "movement")
            return FirstIds(*(connection.exec_driver_sql(_NEXT_ID + table).scalar_one() for table in tables))

    def load(self, parts: Iterable[Sequence[TableRows]], advance: Advance) -> None:
        """Write every part, and bring the planner's statistics up to date; raises `StoreUnavailable`."""
        if self._store.is_sqlite:
            self._load_by_parts(parts)
        else:
            self._load_at_once(parts, advance)
        advance("statistics")
        self._tidy()

    def _load_by_parts(self, parts: Iterable[Sequence[TableRows]]) -> None:
        for part in parts:
            with self._unit_of_work.transaction() as connection:
                connection.exec_driver_sql(_SQLITE_CACHE)
                copy_tables(connection, part)

    def _load_at_once(self, parts: Iterable[Sequence[TableRows]], advance: Advance) -> None:
        with self._unit_of_work.transaction() as connection:
            for statement in _SESSION:
                connection.exec_driver_sql(statement)
            with indexes_away(connection, TABLES, advance):
                for part in parts:
                    copy_tables(connection, part)
            for table in ("customer", "card", "account"):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"  # noqa: S608
                )
            # The next block begins behind the last id: a process takes from the number that it is given on.
            connection.exec_driver_sql("SELECT setval('movement_id_block', (SELECT MAX(id) + 1 FROM movement), false)")

    def _tidy(self) -> None:
        with self._store.writes.connect() as connection:
            if self._store.is_sqlite:
                connection.exec_driver_sql("ANALYZE")
            else:
                # With the visibility map, a search that skips rows reads the index alone.
                connection.exec_driver_sql(f"VACUUM (ANALYZE) {', '.join(TABLES)}")

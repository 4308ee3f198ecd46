"""Facts about an open database, for the one who looks after it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect, select

from adapters.database.engine import Store, sqlite_module
from adapters.database.ledger_tables import movement
from adapters.database.store_errors import store_errors
from domain.clock import from_microseconds


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """Product and version; the database's own clock, and when the newest movement came (None: not told, or none)."""

    product: str
    now: datetime | None
    newest_movement_at: datetime | None


def read_store_facts(store: Store) -> StoreFacts:
    """The facts of this database, migrated or not; raises `StoreUnavailable`."""
    newest = select(movement.c.received_at).order_by(movement.c.id.desc()).limit(1)
    with store_errors(), store.reads.connect() as connection:
        has_tables = inspect(connection).has_table(movement.name)
        received_at = connection.execute(newest).scalar() if has_tables else None
        newest_at = None if received_at is None else from_microseconds(received_at)
        if store.is_sqlite:
            return StoreFacts(f"SQLite {sqlite_module().sqlite_version}", None, newest_at)
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        now = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return StoreFacts(f"PostgreSQL {version}", now, newest_at)

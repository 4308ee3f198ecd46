"""Opening a database: the driver, its pragmas and session settings, and the refusal of an unsafe store."""

import importlib
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from adapters.database.connections import Connections, OwnConnections, ReadConnections, SharedConnections
from adapters.database.engine_postgresql import ENDLESS, Patience, postgresql_engines
from adapters.database.old_sqlite import make_up_for
from adapters.database.unsafe_store import UnsafeStore, refuse_unsafe

SQLITE_SAFE = (3, 51, 3)
"""Older SQLite can corrupt a WAL database that several connections write (reference: sqlite.org, WAL-reset bug)."""

_FORMS = "DATABASE_URL must be like sqlite:///FILE or postgresql://USER@HOST/DATABASE."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """An open database: one engine for reads (autocommit) and one for the unit of work, and connections of the driver
    for what reads and writes without SQLAlchemy.
    """

    url: URL
    reads: Engine
    writes: Engine
    read_connections: ReadConnections
    write_connections: Connections
    is_sqlite: bool
    file: Path | None
    lock_timeout_seconds: float

    def sql(self, text: str) -> str:
        """The statement with the driver's own placeholders; it is written with `?`."""
        return text if self.is_sqlite else _with_percent(text)

    def forget_connections(self) -> None:
        """Open new connections from now on: those in the pools are as dead as the one that has just failed."""
        self.close()

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.read_connections.close()
        self.write_connections.close()
        self.reads.dispose()
        self.writes.dispose()


@lru_cache(maxsize=1024)
def _with_percent(text: str) -> str:
    """One string for each statement, not only an equal one: the driver looks statements up by it, several in a call."""
    return text.replace("?", "%s")


def open_store(
    database_url: str, *, pool_size: int = 8, lock_timeout_seconds: float = 5.0, patience: Patience = ENDLESS
) -> Store:
    """Open the database at this SQLAlchemy address (sqlite:///file or postgresql://...).

    Who waits for a connection, a lock, or on SQLite for the turn to write, waits so long and no longer. Raises
    `UnsafeStore` where it would not keep what it acknowledges.
    """
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        raise UnsafeStore(_FORMS) from None
    if url.get_backend_name() == "sqlite":
        store = _open_sqlite(url, pool_size, lock_timeout_seconds)
    elif url.get_backend_name() == "postgresql":
        store = _open_postgresql(url.set(drivername="postgresql+psycopg"), pool_size, lock_timeout_seconds, patience)
    else:
        raise UnsafeStore(_FORMS)
    try:
        with store.writes.connect() as connection:
            refuse_unsafe(connection)
    except BaseException:
        store.close()
        raise
    return store


def open_replica(replica_url: str, pool_size: int, lock_timeout_seconds: float, patience: Patience) -> Store:
    """A PostgreSQL database to be read from only; it need not answer yet. Raises `UnsafeStore` for another address."""
    try:
        url = make_url(replica_url)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() != "postgresql":
        raise UnsafeStore("REPLICA_URL must be like postgresql://USER@HOST/DATABASE.")
    patient = url.set(drivername="postgresql+psycopg").update_query_dict({"tcp_user_timeout": "2000"})
    return _open_postgresql(patient, pool_size, lock_timeout_seconds, patience)


def sqlite_module() -> ModuleType:
    """The bundled SQLite driver where there is a wheel for this machine, else Python's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ModuleNotFoundError:
        return importlib.import_module("sqlite3.dbapi2")


def _open_sqlite(url: URL, pool_size: int, lock_timeout_seconds: float) -> Store:
    if not url.database or url.database == ":memory:":
        raise UnsafeStore("DATABASE_URL names an SQLite database in memory, which loses everything; name a file.")
    module = sqlite_module()
    is_safe = module.sqlite_version_info >= SQLITE_SAFE
    if not is_safe:
        _log.warning(
            "SQLite %s is older than 3.51.3 and can corrupt a database that several connections write: "
            "serving with one connection. Run one process only.",
            module.sqlite_version,
        )
    size = pool_size if is_safe else 1

    def engine() -> Engine:
        return _sqlite_engine(url.set(drivername="sqlite"), module, size, lock_timeout_seconds)

    reads = engine()
    writes = engine() if is_safe else reads

    def lent(engine: Engine) -> ReadConnections:
        return OwnConnections(engine, size, lock_timeout_seconds) if is_safe else SharedConnections(engine)

    return Store(
        url,
        reads,
        writes,
        lent(reads),
        lent(writes),
        is_sqlite=True,
        file=Path(url.database),
        lock_timeout_seconds=lock_timeout_seconds,
    )


def _sqlite_engine(url: URL, module: ModuleType, size: int, lock_timeout_seconds: float) -> Engine:
    made = create_engine(
        url,
        module=module,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": lock_timeout_seconds, "cached_statements": 512},
        pool_size=size,
        max_overflow=0,
        pool_timeout=lock_timeout_seconds,
    )
    event.listen(made, "connect", _prepare_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    make_up_for(sqlite_module().sqlite_version_info, connection)


def _open_postgresql(url: URL, pool_size: int, lock_timeout_seconds: float, patience: Patience) -> Store:
    reads, writes = postgresql_engines(url, pool_size, lock_timeout_seconds, patience)

    def lent(engine: Engine) -> ReadConnections:
        return OwnConnections(engine, pool_size, lock_timeout_seconds)

    return Store(
        url,
        reads,
        writes,
        lent(reads),
        lent(writes),
        is_sqlite=False,
        file=None,
        lock_timeout_seconds=lock_timeout_seconds,
    )

"""The refusal of a database that would lose points, or that can't be asked."""

from sqlalchemy import Connection

OLDEST_POSTGRESQL = 14
"""Older servers don't know a setting of the sessions that read (docs/decisions/0098)."""


class UnsafeStore(Exception):
    """The database would acknowledge what it can still lose, or is too old; the message says what to change."""


def refuse_unsafe(connection: Connection) -> None:
    """Raise `UnsafeStore` where the database behind this connection must not be used."""
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA synchronous").scalar_one() < 2:
            raise UnsafeStore("SQLite's synchronous setting is below FULL: acknowledged points could be lost.")
        return
    version = connection.dialect.server_version_info or ()
    if version < (OLDEST_POSTGRESQL,):
        told = ".".join(map(str, version))
        raise UnsafeStore(f"PostgreSQL {OLDEST_POSTGRESQL} or newer is needed, and DATABASE_URL names one of {told}.")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        if connection.exec_driver_sql(f"SHOW {setting}").scalar_one() == "off":
            raise UnsafeStore(f"PostgreSQL runs with {setting}=off: acknowledged points could be lost. Turn it on.")

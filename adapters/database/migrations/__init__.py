"""The schema's history, run by Alembic: forward only, each step in one transaction where the engine allows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from adapters.database.engine import open_store

_HERE = Path(__file__).parent


class NewerSchema(Exception):
    """The database, or a backup, was made by a newer version of the program; the message says so."""


def upgrade(database_url: str) -> None:
    """Bring the database at this address to the newest schema; does nothing where it is there already.

    Raises `NewerSchema` for one that this program doesn't know.
    """
    store = open_store(database_url, pool_size=1)
    try:
        with store.writes.connect() as connection:
            if not store.is_sqlite:
                # Two processes that start together take turns. The number is this lock's name.
                connection.exec_driver_sql("SET lock_timeout = 0")
                connection.exec_driver_sql("SELECT pg_advisory_lock(7105411)")
                # The locks on tables are not: tills would wait behind one that is waited for.
                connection.exec_driver_sql("RESET lock_timeout")
            require_known(_revision(connection), "The database")
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if not store.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_unlock(7105411)")
    finally:
        store.close()


def is_current(connection: Connection) -> bool:
    """Whether the database is at the newest schema; raises `NewerSchema` for one that this program doesn't know."""
    revision = _revision(connection)
    require_known(revision, "The database")
    return revision == newest_revision()


def require_known(revision: str | None, what: str) -> None:
    """Raise `NewerSchema` unless this program knows the schema that this, the database or a file, has."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerSchema(
            f"{what} has schema {revision:.20}, this program knows those up to {newest_revision()}: it is of a newer "
            "version of the program. Install that version, or use a backup that was made before it."
        )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The name of the newest schema that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    return config

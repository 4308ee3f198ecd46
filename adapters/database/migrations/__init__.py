"""The schema's history, run by Alembic: forward only, each step in one transaction where the engine allows.

Every process of the program asks which schema it knows, and nearly none migrates: Alembic is imported by the one that does,
and the history's names are those of its files.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect

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
            if not is_current(connection):
                _run(connection)
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
    if revision is not None and revision not in _revisions():
        raise NewerSchema(
            f"{what} has schema {revision:.20}, this program knows those up to {newest_revision()}: it is of a newer "
            "version of the program. Install that version, or use a backup that was made before it."
        )


def newest_revision() -> str:
    """The name of the newest schema that this program knows."""
    return _revisions()[-1]


def _revisions() -> list[str]:
    return sorted(file.name.partition("_")[0] for file in (_HERE / "versions").glob("[0-9]*_*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return revision


def _run(connection: Connection) -> None:
    # Importing it costs a quarter of what a whole command does.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

"""The migrations make the tables that the code declares, and can be run again."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, inspect

from adapters.database.migrations import upgrade
from adapters.database.tables import metadata


def test_the_migrated_database_has_the_declared_tables(database_url: str) -> None:
    with create_engine(database_url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_a_second_upgrade_changes_nothing(database_url: str) -> None:
    before = tables_of(database_url)
    upgrade(database_url)
    assert tables_of(database_url) == before


def tables_of(url: str) -> list[str]:
    return sorted(inspect(create_engine(url, poolclass=NullPool)).get_table_names())

"""The migrations make the tables that the code declares, and can be run again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, inspect

from adapters.database.migrations import upgrade
from adapters.database.tables import metadata


# On SQLite, SQLAlchemy can't read back what an index is made over, where that is no column.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
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

"""The migrations make the tables that the code declares, and can be run again."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect

from adapters.database import migrations
from adapters.database.migrations import NewerSchema, is_current, newest_revision, require_known, upgrade
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


def test_the_files_are_named_as_alembic_knows_them() -> None:
    history = ScriptDirectory(str(Path(migrations.__file__).parent))
    known = [script.revision for script in history.walk_revisions()]
    assert newest_revision() == history.get_current_head() == known[0]
    for revision in known:
        require_known(revision, "The database")
    with pytest.raises(NewerSchema):
        require_known(str(int(known[0]) + 1).zfill(4), "The database")


def test_an_empty_database_and_one_that_is_behind_are_not_current(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert not is_current(connection)
    upgrade(empty_database_url)
    with engine.begin() as connection:
        assert is_current(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        assert not is_current(connection)


def test_the_program_starts_without_alembic() -> None:
    look = "import sys, gateway.cli.serve, gateway.application; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def tables_of(url: str) -> list[str]:
    return sorted(inspect(create_engine(url, poolclass=NullPool)).get_table_names())

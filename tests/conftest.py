"""Fixtures that every test may use; the services themselves are in tests/services."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.services import missing, postgresql, sqlite
from tests.services.seals import assert_sealed

# How long an example takes says how busy the machine is.
settings.register_profile("whatever else runs", deadline=None)
settings.load_profile("whatever else runs")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.PostgreSQL]:
    """A throw-away PostgreSQL server; the test is skipped where PostgreSQL is not installed."""
    server = postgresql.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> sqlite.SQLiteTemplate:
    """A migrated SQLite database to copy."""
    return sqlite.SQLiteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def postgresql_url(postgresql_server: postgresql.PostgreSQL) -> Iterator[str]:
    """The address of a new empty PostgreSQL database."""
    with postgresql_server.empty_database() as url:
        yield url


@pytest.fixture
def migrated_postgresql_url(postgresql_server: postgresql.PostgreSQL) -> Iterator[str]:
    """The address of a new PostgreSQL database with the product's tables."""
    with postgresql_server.migrated_database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a new SQLite database, whose file is not there yet."""
    return f"sqlite:///{tmp_path / 'gateway.sqlite3'}"


@pytest.fixture
def migrated_sqlite_url(
    sqlite_template: sqlite.SQLiteTemplate, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a new SQLite database with the product's tables; in the end, every seal in it is to hold."""
    url = sqlite_template.copy_to(tmp_path)
    yield url
    # What seals on one database seals on the other.
    if not request.node.get_closest_marker("harms_books"):
        assert_sealed(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new empty database; the test runs once for each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new database with the product's tables; the test runs once for each kind."""
    return str(request.getfixturevalue(f"migrated_{request.param}_url"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end which services were missing."""
    missing.summarise(terminalreporter)

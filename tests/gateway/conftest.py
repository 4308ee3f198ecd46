"""The product as it runs: its commands, and a furnished shop behind the served program, on each kind of database."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.gateway.cli.commands import Commands, commands_on
from tests.gateway.shop import Till, furnish
from tests.services.gateway import serve


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Take back what a command that ran in the test's own process did to logging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    if root.handlers != handlers:
        root.handlers = handlers
        root.setLevel(level)
        logging.captureWarnings(capture=False)
        structlog.reset_defaults()


@pytest.fixture
def commands(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[Commands]:
    """The program's commands on a new SQLite database."""
    with commands_on(migrated_sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def club(commands: Commands) -> Commands:
    """The commands on a database with the programme CLUB and its customer 100."""
    commands.ok("programmes", "add", "CLUB", "--name", "Club")
    commands.ok("customers", "add", "100", "--forename", "Amelia", "--surname", "Baldwin")
    return commands


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def till(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    """A till at the program that serves a furnished shop and writes a line for every call."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_template").copy_to(tmp_path_factory.mktemp("shop"))
        yield from _till_at(url)
    else:
        with request.getfixturevalue("postgresql_server").migrated_database() as url:
            yield from _till_at(url)


def _till_at(url: str) -> Iterator[Till]:
    furnish(url)
    with serve(url, LOG_LEVEL="debug", ACCESS_LOG="true") as gateway:
        yield Till(gateway)


@pytest.fixture
def furnished_sqlite_url(migrated_sqlite_url: str) -> str:
    """The address of an SQLite database with a shop in it."""
    furnish(migrated_sqlite_url)
    return migrated_sqlite_url


@pytest.fixture
def data_directory(tmp_path: Path) -> Path:
    """An empty data directory."""
    return tmp_path / "data"

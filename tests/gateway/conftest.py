"""A furnished shop behind the served program, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.shop import Till, furnish
from tests.services.gateway import serve


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

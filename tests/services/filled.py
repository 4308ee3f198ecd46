"""Databases with rows that take long to make: filled once in a test run, and copied for each test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.postgresql import PostgreSQL
from tests.services.seals import assert_sealed
from tests.services.sqlite import SQLiteTemplate

DATABASES = ("sqlite", "postgresql")


@contextmanager
def filled_database(request: pytest.FixtureRequest, name: str, fill: Callable[[str], object]) -> Iterator[str]:
    """The address of a database with the tables and what `fill` puts there the first time, under this name.

    The fixture that asks has one of `DATABASES` as its parameter. Seals are looked at as in `migrated_sqlite_url`.
    """
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql_server")
        with server.filled_database(name, fill) as url:
            yield url
        return
    template: SQLiteTemplate = request.getfixturevalue("sqlite_template")
    directory: Path = request.getfixturevalue("tmp_path")
    url = template.copy_filled_to(directory, name, fill)
    yield url
    if not request.node.get_closest_marker("harms_books"):
        assert_sealed(url)

"""A throw-away PostgreSQL server for a measurement, by the same means as the tests'."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from tests.services.postgresql import PostgreSQL, find_programs

MISSING = "PostgreSQL is not installed: apt-get install postgresql, or give --database-url postgresql://..."


@contextmanager
def throw_away_database() -> Iterator[str]:
    """The address of an empty database on a server of its own; its data lie in memory where there is room.

    Raises `click.ClickException` where PostgreSQL is not installed.
    """
    programs = find_programs()
    if programs is None:
        raise click.ClickException(MISSING)
    server = PostgreSQL(programs)
    try:
        with server.empty_database() as url:
            yield url
    finally:
        server.stop()

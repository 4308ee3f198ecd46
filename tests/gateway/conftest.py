"""Fixtures for tests of the product as it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.cli.commands import Commands, commands_on


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

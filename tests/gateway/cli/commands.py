"""Runs the program's commands on a database of the test's own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from gateway.cli._loader import CommandFolder


@dataclass
class Commands:
    """The commands, each run as if from the shell, on one database; and a look into that database."""

    database_url: str
    directory: Path
    store: Store

    def run(self, *arguments: str) -> Result:
        """Run `loyalty-gateway` with these arguments, whatever comes of it."""
        environment = {"DATABASE_URL": self.database_url, "DATA_DIRECTORY": str(self.directory)}
        return CliRunner().invoke(CommandFolder("gateway.cli", name="loyalty-gateway"), arguments, env=environment)

    def ok(self, *arguments: str) -> str:
        """What a command prints that succeeds."""
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *arguments: str) -> Any:
        """What a command prints with --json."""
        return json.loads(self.ok(*arguments, "--json"))

    def refused(self, *arguments: str) -> str:
        """What a command says that refuses."""
        result = self.run(*arguments)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.stderr

    def file(self, name: str, text: str) -> str:
        """Write a file; its path."""
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        return [tuple(row) for row in Reader(self.store).rows(statement)]


@contextmanager
def commands_on(database_url: str, directory: Path) -> Iterator[Commands]:
    """The commands on this database, which has the product's tables."""
    store = open_store(database_url)
    yield Commands(database_url, directory, store)
    store.close()

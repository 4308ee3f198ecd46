"""The program, served over a database with demo data."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest

from tests.journeys.tills import RestTill, SoapTill
from tests.services.gateway import PROGRAM, SECRETS, ServedGateway, serve


@dataclass
class Shop:
    """The running program, the database under it, and its tills."""

    gateway: ServedGateway
    database_url: str

    _open: list[SoapTill | RestTill] = field(default_factory=list)

    @property
    def soap(self) -> SoapTill:
        """A new legacy till."""
        till = SoapTill(self.gateway.url)
        self._open.append(till)
        return till

    @property
    def rest(self) -> RestTill:
        """A new modern till."""
        till = RestTill(self.gateway.url)
        self._open.append(till)
        return till

    def close(self) -> None:
        """Close the tills' connections."""
        for till in self._open:
            till.close()

    def command(self, *arguments: str) -> str:
        """Run a command of the program on the same database; give what it printed."""
        return run(self.database_url, *arguments)

    @contextmanager
    def again(self, **settings: str) -> Iterator["Shop"]:
        """The program once more over the same database, with these settings."""
        with serve(self.database_url, **settings) as gateway, closing(Shop(gateway, self.database_url)) as shop:
            yield shop

    def open_account(self, number: str, balance: str = "0") -> None:
        """Open a loyalty account of no customer, with this balance."""
        self.command("accounts", "add", "loyalty", number, "--balance", balance)


def run(database_url: str, *arguments: str) -> str:
    """Run a command of the program on this database; give what it printed."""
    environment = {**os.environ, **SECRETS, "DATABASE_URL": database_url}
    done = subprocess.run(
        [str(PROGRAM), *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """The program over SQLite, then over PostgreSQL, with the demo data."""
    run(database_url, "demo", "prepare")
    with serve(database_url) as gateway, closing(Shop(gateway, database_url)) as shop:
        yield shop

"""The program, served over a database with demo data."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.tills import RestTill, SoapTill
from tests.services.filled import DATABASES, filled_database
from tests.services.gateway import PROGRAM, SECRETS, ServedGateway, serve
from tests.services.told_clock import PROGRAM as CLOCKED_PROGRAM
from tests.services.told_clock import ToldClock


@dataclass
class Shop:
    """The running program, the database under it, and its tills."""

    gateway: ServedGateway
    database_url: str
    clock: ToldClock | None = None

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
        return run(self.database_url, *arguments, clock=self.clock)

    @contextmanager
    def again(self, **settings: str) -> Iterator["Shop"]:
        """The program once more over the same database, with these settings."""
        with serve(self.database_url, **settings) as gateway, closing(Shop(gateway, self.database_url)) as shop:
            yield shop

    def open_account(self, number: str, balance: str = "0") -> None:
        """Open a loyalty account of no customer, with this balance."""
        self.command("accounts", "add", "loyalty", number, "--balance", balance)


def run(database_url: str, *arguments: str, clock: ToldClock | None = None) -> str:
    """Run a command of the program on this database, by this clock; give what it printed."""
    environment = {**os.environ, **SECRETS, "DATABASE_URL": database_url, **(clock.settings if clock else {})}
    program = CLOCKED_PROGRAM if clock else (str(PROGRAM),)
    done = subprocess.run(
        [*program, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(params=DATABASES)
def demo_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a new database with the demo data, on SQLite, then on PostgreSQL."""
    with filled_database(request, "demo", lambda url: run(url, "demo", "prepare")) as url:
        yield url


@pytest.fixture
def shop(demo_url: str) -> Iterator[Shop]:
    """The program over SQLite, then over PostgreSQL, with the demo data."""
    with serve(demo_url) as gateway, closing(Shop(gateway, demo_url)) as shop:
        yield shop


@pytest.fixture
def clocked_shop(demo_url: str, tmp_path: Path) -> Iterator[Shop]:
    """The same by a clock that the test moves: every process of the program reads it."""
    clock = ToldClock(tmp_path / "days")
    with (
        serve(demo_url, CLOCKED_PROGRAM, **clock.settings) as gateway,
        closing(Shop(gateway, demo_url, clock)) as shop,
    ):
        yield shop

"""A throw-away PostgreSQL server, and databases on it that are clones of one migrated template."""

import itertools
import os
import re
import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from adapters.database.migrations import upgrade
from tests.services.missing import find_or_skip
from tests.services.process import GuardedProcess, free_port, make_directory, ordinary_user

START_SECONDS = 30
TEMPLATE = "migrated"

# fsync, synchronous_commit and full_page_writes keep their safe defaults: the product refuses a server without them.
# The zone is far from UTC, so that code which takes the server's zone for UTC is found out.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "64MB",
    "max_wal_size": "256MB",
    "checkpoint_timeout": "1h",
    "autovacuum_naptime": "1h",
    "jit": "off",
    "timezone": "Asia/Kathmandu",
    "log_min_messages": "warning",
}


class PostgreSQL:
    """A running server. Its databases are named by ``create_database`` and dropped with the server at the latest."""

    def __init__(self, programs: Path, *, replica_of: int = 0, **settings: str) -> None:
        """Start a server of the programs in this directory; raise RuntimeError with its log if it doesn't come up.

        `settings` go before those of every server; it begins as a streaming replica of the one at port `replica_of`.
        """
        user = ordinary_user("postgres")
        directory = make_directory("postgresql", user)
        self._numbers = itertools.count(1)
        self._templates: set[str] = set()
        self.port = free_port()
        self._process = GuardedProcess(
            directory, user, _start_command(programs, directory, self.port, replica_of, settings), "SIGQUIT"
        )
        self._wait()

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://gateway@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """The address of a new empty database, dropped afterwards."""
        with self._database("template0") as url:
            yield url

    @contextmanager
    def migrated_database(self) -> Iterator[str]:
        """The address of a new database with the product's tables, dropped afterwards."""
        self._make(TEMPLATE, "template0", upgrade)
        with self._database(TEMPLATE) as url:
            yield url

    @contextmanager
    def filled_database(self, name: str, fill: Callable[[str], object]) -> Iterator[str]:
        """The address of a new database with the tables and what `fill` puts there the first time, dropped afterwards."""
        self._make(TEMPLATE, "template0", upgrade)
        self._make(name, TEMPLATE, fill)
        with self._database(name) as url:
            yield url

    def stop(self) -> None:
        """Stop the server and remove its directory."""
        self._process.stop()

    def _make(self, name: str, template: str, fill: Callable[[str], object]) -> None:
        """Make a database to be copied, where it is not there yet."""
        if name not in self._templates:
            names = sql.Identifier(name), sql.Identifier(template)
            self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
            fill(self.url(name))
            self._templates.add(name)

    @contextmanager
    def _database(self, template: str) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        names = sql.Identifier(name), sql.Identifier(template)
        with self._connect() as connection:
            # Half the time of how PostgreSQL 15 and newer copy; older ones know no other way, and no word for it.
            way = " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}" + way).format(*names))
        try:
            yield self.url(name)
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._execute(sql.SQL("SELECT 1"))
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    log = self._process.log
                    self.stop()
                    raise RuntimeError(f"PostgreSQL did not start: {log}") from None
                time.sleep(0.02)

    def _execute(self, statement: sql.SQL | sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user="gateway", dbname="postgres", autocommit=True)


def _start_command(programs: Path, directory: Path, port: int, replica_of: int, settings: dict[str, str]) -> list[str]:
    data = str(directory / "data")
    initialise = [str(programs / "initdb"), "-D", data, "-U", "gateway", "-A", "trust", "-E", "UTF8", "--locale=C"]
    if replica_of:
        initialise = [str(programs / "pg_basebackup"), "-D", data, "-h", "127.0.0.1", "-p", str(replica_of)]
        initialise += ["-U", "gateway", "-R", "-c", "fast"]
    serve = [str(programs / "postgres"), "-D", data, "-p", str(port), "-k", str(directory)]
    for name, value in {**SETTINGS, **settings}.items():
        serve += ["-c", f"{name}={value}"]
    return ["sh", "-c", f"{shlex.join(initialise)} --no-sync && exec {shlex.join(serve)}"]


def find_programs() -> Path | None:
    """The directory with initdb and postgres: the newest under /usr/lib/postgresql, else the one on the PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))])
    on_path = shutil.which("initdb")
    return Path(os.path.realpath(on_path)).parent if on_path else None


def start() -> PostgreSQL:
    """Start a server, or skip (or fail, when services are required) where PostgreSQL isn't installed."""
    return PostgreSQL(find_or_skip("postgresql", "postgresql", find_programs))

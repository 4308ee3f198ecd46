"""A PostgreSQL server under a supervisor: its backends and its main process can be killed, and it comes back."""

import random
import shlex
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from bench.crash.crashing_gateway import kill
from bench.wrong import Wrong
from tests.services.postgresql import SETTINGS, START_SECONDS
from tests.services.process import GuardedProcess, free_port, make_directory, ordinary_user

_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'loyalty-gateway'"


class CrashingPostgreSQL:
    """One empty database, `url`, on a server that is started again whenever it ends."""

    def __init__(self, programs: Path) -> None:
        user = ordinary_user("postgres")
        self._directory = make_directory("crash-postgresql", user)
        self.port = free_port()
        self.url = f"postgresql+psycopg://gateway@127.0.0.1:{self.port}/postgres"
        self._process = GuardedProcess(self._directory, user, self._command(programs), "SIGQUIT")
        self._wait()

    def kill_backend(self, dice: random.Random) -> int:
        """SIGKILL one of the gateway's backends, at which the server ends all others and recovers."""
        with suppress(psycopg.Error), self._connect() as connection:
            found = [row[0] for row in connection.execute(_BACKENDS).fetchall()]
            return kill(dice.sample(found, min(1, len(found))))
        return 0

    def kill_postmaster(self) -> int:
        """SIGKILL the server's main process."""
        with suppress(OSError, ValueError):
            return kill([int((self._directory / "data" / "postmaster.pid").read_text().split()[0])])
        return 0

    def stop(self) -> None:
        """End it for good."""
        self._process.stop()

    def _command(self, programs: Path) -> list[str]:
        data = str(self._directory / "data")
        initialise = [str(programs / "initdb"), "-D", data, "-U", "gateway", "-A", "trust", "-E", "UTF8", "--locale=C"]
        serve = [str(programs / "postgres"), "-D", data, "-p", str(self.port), "-k", str(self._directory)]
        for name, value in SETTINGS.items():
            serve += ["-c", f"{name}={value}"]
        return ["sh", "-c", f"{shlex.join(initialise)} && while :; do {shlex.join(serve)}; sleep 0.05; done"]

    def _connect(self) -> psycopg.Connection[tuple[int]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="gateway", dbname="postgres", autocommit=True, connect_timeout=2
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._connect().close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    log = self._process.log
                    self.stop()
                    raise Wrong(f"PostgreSQL did not start: {log}") from None
                time.sleep(0.05)

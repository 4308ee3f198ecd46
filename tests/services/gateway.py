"""The real program in a process of its own, on a free port, over a database of the test's choice."""

import json
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import requests

from gateway.settings.access import AccessSettings
from tests.services.process import GuardedProcess, free_port, make_directory

START_SECONDS = 30
PROGRAM = Path(sys.executable).with_name("loyalty-gateway")

SECRETS = {
    "SECRET_PEPPERS": "pepper-for-tests-pepper-for-tests",
    "ENCRYPTION_KEYS": "ZW5jcnlwdGlvbi1rZXktZm9yLXRlc3RzLW9ubHktMzI=",
    "TOKEN_KEYS": "token-key-for-tests-token-key-for-tests",
    "PAGE_TOKEN_KEY": "page-token-key-for-tests-page-token-key",
}
"""Secrets that every gateway of the tests has, so that what the test process wrote opens in the program."""

ACCESS = AccessSettings(
    secret_peppers=(SECRETS["SECRET_PEPPERS"],),
    encryption_keys=(SECRETS["ENCRYPTION_KEYS"],),
    token_keys=(SECRETS["TOKEN_KEYS"],),
    page_token_key=SECRETS["PAGE_TOKEN_KEY"],
)
"""The same, for a gateway that is built in this process."""


class ServedGateway:
    """The program, running. `url` is where it serves, without a closing slash."""

    def __init__(
        self,
        database_url: str,
        settings: Mapping[str, str],
        *,
        command: str = "serve",
        arguments: Sequence[str] = (),
        program: Sequence[str] = (str(PROGRAM),),
        secrets: Mapping[str, str] = MappingProxyType(SECRETS),
    ) -> None:
        """Start it and wait until it answers; raises RuntimeError with its log where it doesn't."""
        self.port = free_port()
        self.url = f"{'https' if 'TLS_KEY_PATH' in settings else 'http'}://127.0.0.1:{self.port}"
        self._certificate = settings.get("TLS_CERTIFICATE_PATH", True)
        self._outputs = make_directory("gateway-log", "")
        directory = make_directory("gateway", "")
        environment = {
            "LISTEN_PORT": str(self.port),
            "DATABASE_URL": database_url,
            "DATA_DIRECTORY": str(directory),
            "OUTPUT": str(self._outputs / "output"),
            **secrets,
            **settings,
        }
        # The guardian removes the directory with its own log when it stops, and the last lines tell of the stop.
        started = ["/usr/bin/env", *(f"{name}={value}" for name, value in environment.items())]
        started += ["/bin/sh", "-c", 'exec "$@" >"$OUTPUT" 2>&1', "gateway", *program, command, *arguments]
        self._process = GuardedProcess(directory, "", started)
        self._wait()

    @property
    def log(self) -> str:
        """All that the program has written so far."""
        return (self._outputs / "output").read_text()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its log lines so far, each read as JSON."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    @property
    def main_pid(self) -> int:
        """The process that starts the others, and stops and replaces them (Linux only)."""
        (main,) = children_of(self._process.guardian_pid)
        return main

    @property
    def worker_pids(self) -> list[int]:
        """The processes that answer calls (Linux only)."""
        return children_of(self.main_pid)

    def stop(self) -> None:
        """Stop it gracefully, calls in hand first, and wait until it is gone; the log can still be read."""
        self._process.stop()

    def remove(self) -> None:
        """Remove what is left of it."""
        self.stop()
        shutil.rmtree(self._outputs, ignore_errors=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                requests.get(f"{self.url}/livez", timeout=5, verify=self._certificate).raise_for_status()
                return
            except requests.RequestException:
                if time.monotonic() > deadline:
                    self._process.stop()
                    raise RuntimeError(f"The gateway did not start: {self.log}") from None
                time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """The processes that the main thread of this process has started, and that are not buried yet (Linux only)."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def serve(
    database_url: str, program: Sequence[str] = (str(PROGRAM),), arguments: Sequence[str] = (), **settings: str
) -> Iterator[ServedGateway]:
    """The program over this migrated database, with these settings beside the tests' own; stopped afterwards."""
    gateway = ServedGateway(database_url, settings, program=program, arguments=arguments)
    try:
        yield gateway
    finally:
        gateway.remove()

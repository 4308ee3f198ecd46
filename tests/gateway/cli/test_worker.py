"""`worker`: lapses expired holds in batches, stops gracefully, and outlives a store that is away."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from adapters.database.engine import sqlite_module
from tests.gateway.shop import Till
from tests.services.gateway import PROGRAM, SECRETS, serve

HOLDS = 5
NOTHING = "Accounts looked at for points to announce: 0\nTiers looked at again: 0\n"


@pytest.fixture
def url_with_expired_holds(furnished_sqlite_url: str) -> str:
    """The address of a database with five holds whose expiry has passed."""
    with serve(furnished_sqlite_url) as gateway:
        till = Till(gateway)
        for number in range(HOLDS):
            till.rest_hold(f"hold-{number}", -10)
    with_connection(furnished_sqlite_url, "UPDATE hold SET expires_at = 1")
    return furnished_sqlite_url


def with_connection(url: str, statement: str) -> list[Any]:
    connection = sqlite_module().connect(url.removeprefix("sqlite:///"))
    rows = connection.execute(statement).fetchall()
    connection.commit()
    connection.close()
    return list(rows)


def open_holds(url: str) -> int:
    return int(with_connection(url, "SELECT count(*) FROM hold WHERE state = 'open'")[0][0])


@contextmanager
def worker(url: str, *options: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """The worker as a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url, **SECRETS, **settings}
    process = subprocess.Popen(
        [PROGRAM, "worker", *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_once_lapses_what_is_due_in_batches(url_with_expired_holds: str) -> None:
    assert open_holds(url_with_expired_holds) == HOLDS
    with worker(url_with_expired_holds, "--once", WORKER_BATCH="2") as process:
        output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (
        0,
        f"Holds lapsed: {HOLDS}\nTickets rolled over: 0\nAccounts looked at for points that expire: 0\n{NOTHING}",
    )
    assert open_holds(url_with_expired_holds) == 0


def test_it_works_until_it_is_told_to_stop(url_with_expired_holds: str) -> None:
    with worker(url_with_expired_holds, WORKER_PAUSE_SECONDS="600") as process:
        deadline = time.monotonic() + 60
        while open_holds(url_with_expired_holds) and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=10)
    assert process.returncode == 0
    assert open_holds(url_with_expired_holds) == 0
    assert [json.loads(line)["count"] for line in log.splitlines() if "holds lapsed" in line] == [HOLDS]


def test_a_store_that_is_away_is_asked_again(url_with_expired_holds: str) -> None:
    other = sqlite_module().connect(url_with_expired_holds.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    settings = {"WORKER_PAUSE_SECONDS": "0.1", "DATABASE_LOCK_TIMEOUT_SECONDS": "0.1"}
    with worker(url_with_expired_holds, **settings) as process:
        assert process.stderr
        line = json.loads(process.stderr.readline())
        assert (line["event"], line["outcome"]) == ("failure", "StoreUnavailable")
        other.execute("ROLLBACK")
        deadline = time.monotonic() + 30
        while open_holds(url_with_expired_holds) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert open_holds(url_with_expired_holds) == 0
    other.close()

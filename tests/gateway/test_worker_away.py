"""A store that goes away in the middle of a worker's pass: the worker goes on unaided, says so, and does nothing twice."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import open_store
from adapters.database.migrations import upgrade
from bench.crash.crashing_postgresql import CrashingPostgreSQL
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.adapters.database.records import open_records
from tests.builders import Till
from tests.gateway.cli.test_worker import worker
from tests.services.cable import Cable
from tests.services.missing import find_or_skip
from tests.services.postgresql import find_programs

HOLDS, AWAY_SECONDS = 200, 1
SETTINGS = {"WORKER_BATCH": "1", "WORKER_PAUSE_SECONDS": "0.1", "DATABASE_LOCK_TIMEOUT_SECONDS": "2"}


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether it is so soon; a busy machine takes its time to start a program."""
    deadline = time.monotonic() + 60
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()


def hold_points(url: str) -> None:
    """Open an account with many holds whose time is over."""
    with open_records(url) as records:
        records.clock.moment = datetime.now(UTC) - timedelta(days=2)
        records.customer()
        records.account("100", customer_number="100", balance="1000")
        till = Till(UpdateBalanceUseCase(records.ledger, records.clock), records.clock)
        for number in range(HOLDS):
            till.hold(f"T-{number}", "-1", expires_at=records.clock.moment + timedelta(hours=1))


def open_holds(url: str) -> int:
    """How many are open, asked past the cable; as many as there were, while the server does not answer."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address) as connection:
            row: Any = connection.execute("SELECT COUNT(*) FROM hold WHERE state = 'open'").fetchone()
    except psycopg.OperationalError:
        return HOLDS
    return int(row[0])


def check_books(url: str) -> None:
    """Each hold is released once, and the books are right."""
    store, findings = open_store(url), list[Finding]()
    VerifyBooks(DatabaseBooks(store))(findings.append)
    with store.reads.connect() as connection:
        count = connection.exec_driver_sql("SELECT COUNT(*) FROM movement WHERE kind = 'release'").scalar_one()
    store.close()
    assert (count, findings) == (HOLDS, [])


def outlives(url: str, asked_by: str, go_away: Callable[[], object], come_back: Callable[[], object]) -> None:
    """A worker at `asked_by` sees the store go away in the middle of a pass, and come back."""
    with worker(asked_by, **SETTINGS) as process:
        assert eventually(lambda: open_holds(url) < HOLDS)
        go_away()
        assert process.stderr
        lines = (json.loads(line) for line in process.stderr)
        assert next(line for line in lines if line["event"] == "failure")["outcome"] == "StoreUnavailable"
        time.sleep(AWAY_SECONDS)
        come_back()
        goes_on = next(line for line in lines if line["event"] == "worker goes on")
        assert goes_on["failures"] > 0
        assert eventually(lambda: open_holds(url) == 0)
        assert process.poll() is None
    check_books(url)


@pytest.fixture
def cable(migrated_postgresql_url: str) -> Iterator[Cable]:
    port = make_url(migrated_postgresql_url).port
    assert port
    cable = Cable(port)
    yield cable
    cable.cut()


def test_a_store_that_is_cut_off(migrated_postgresql_url: str, cable: Cable) -> None:
    hold_points(migrated_postgresql_url)
    url = make_url(migrated_postgresql_url).set(port=cable.port).render_as_string(hide_password=False)

    def cut() -> None:
        cable.cut()
        assert 0 < open_holds(migrated_postgresql_url) < HOLDS

    outlives(migrated_postgresql_url, url, cut, cable.mend)


def test_a_server_that_crashes() -> None:
    server = CrashingPostgreSQL(find_or_skip("postgresql", "postgresql", find_programs))
    try:
        upgrade(server.url)
        hold_points(server.url)
        outlives(server.url, server.url, server.kill_postmaster, lambda: None)
    finally:
        server.stop()

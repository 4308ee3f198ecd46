"""A database that goes away and comes back: 503 with Retry-After meanwhile, recovery without a restart."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import make_url

from adapters.database.engine import sqlite_module
from tests.gateway.shop import Till, furnish
from tests.services.cable import Cable
from tests.services.gateway import serve

RECOVERY_SECONDS = 10


def get(till: Till, path: str) -> requests.Response:
    return requests.get(f"{till.gateway.url}{path}", timeout=20)


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


class TestPostgreSQL:
    @pytest.fixture
    def cable(self, migrated_postgresql_url: str) -> Iterator[Cable]:
        port = make_url(migrated_postgresql_url).port
        assert port
        cable = Cable(port)
        yield cable
        cable.cut()

    @pytest.fixture
    def till(self, migrated_postgresql_url: str, cable: Cable) -> Iterator[Till]:
        furnish(migrated_postgresql_url)
        url = make_url(migrated_postgresql_url).set(port=cable.port).render_as_string(hide_password=False)
        with serve(url, DATABASE_LOCK_TIMEOUT_SECONDS="1", CREDENTIAL_MEMORY_SECONDS="0") as gateway:
            yield Till(gateway)

    def test_it_says_so_everywhere_and_recovers(self, till: Till, cable: Cable) -> None:
        assert till.rest_update("before", 5).status_code == 200
        assert get(till, "/readyz").status_code == 200

        cable.cut()
        not_ready = get(till, "/readyz")
        assert (not_ready.status_code, not_ready.json()["database"]) == (503, "not reachable")
        assert int(not_ready.headers["Retry-After"]) > 0
        assert get(till, "/livez").status_code == 200
        assert get(till, "/metrics").status_code == 200
        for _ in range(3):
            till.is_refused()

        cable.mend()
        assert eventually(lambda: get(till, "/readyz").status_code == 200)
        again = till.rest_update("meanwhile", 5)
        assert (again.status_code, again.json()["accountBalanceUpdateOutput"]["outcome"]["name"]) == (200, "Success")
        assert till.soap_update("after", 5).status_code == 200

    def test_each_failure_is_one_line_with_its_cause(self, till: Till, cable: Cable) -> None:
        cable.cut()
        till.headers = {"X-Correlation-ID": "while-away"}
        till.rest_update("meanwhile", 5)
        (line,) = [line for line in till.gateway.lines if line.get("correlation_id") == "while-away"]
        assert (line["event"], line["level"], line["outcome"]) == ("failure", "error", "StoreUnavailable")
        types = [error["type"] for error in line["error"]]
        assert types[0] == "domain.errors.StoreUnavailable"
        assert any("OperationalError" in kind for kind in types)


class TestSQLite:
    @pytest.fixture
    def till(self, furnished_sqlite_url: str) -> Iterator[Till]:
        with serve(furnished_sqlite_url, DATABASE_LOCK_TIMEOUT_SECONDS="0.5") as gateway:
            yield Till(gateway)

    @pytest.fixture
    def other(self, furnished_sqlite_url: str) -> Iterator[Any]:
        """Another program that writes to the database, and does not take turns."""
        file = Path(furnished_sqlite_url.removeprefix("sqlite:///"))
        connection = sqlite_module().connect(file, isolation_level=None)
        yield connection
        connection.close()

    def test_a_locked_database_refuses_updates_and_recovers(self, till: Till, other: Any) -> None:
        other.execute("BEGIN IMMEDIATE")
        refused = till.rest_update("meanwhile", 5)
        assert (refused.status_code, refused.json()["errorCode"]) == (503, "StoreUnavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert get(till, "/readyz").status_code == 200
        other.execute("ROLLBACK")
        assert till.rest_update("meanwhile", 5).json()["accountBalanceUpdateOutput"]["outcome"]["name"] == "Success"

    def test_a_database_of_another_version_is_not_ready(self, till: Till, other: Any) -> None:
        (known,) = other.execute("SELECT version_num FROM alembic_version").fetchone()
        other.execute("UPDATE alembic_version SET version_num = 'another'")
        reply = get(till, "/readyz")
        assert reply.status_code == 503
        assert "loyalty-gateway migrate" in reply.json()["migrations"]
        other.execute("UPDATE alembic_version SET version_num = ?", (known,))
        assert get(till, "/readyz").status_code == 200


def test_readiness_tells_the_age_of_the_oldest_event(furnished_sqlite_url: str) -> None:
    with serve(furnished_sqlite_url, OUTBOX_AGE_LIMIT_SECONDS="0.3") as gateway:
        till = Till(gateway)
        assert get(till, "/readyz").json()["oldestEventSeconds"] is None
        till.rest_update("one", 5)
        assert eventually(lambda: get(till, "/readyz").status_code == 503)
        assert "worker" in get(till, "/readyz").json()["events"]

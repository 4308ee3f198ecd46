"""A till's call that waits too long for the database: 503 with Retry-After, nothing half done, and well again."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import build_core, open_gateway
from tests.gateway.shop import POINTS, Till, furnish
from tests.services.gateway import ACCESS, serve

AT_MOST_SECONDS = 15


@contextmanager
def given_back(give_back: Callable[[], object]) -> Iterator[None]:
    """Call it when the block ends, or when a till would wait for ever."""
    timer = threading.Timer(AT_MOST_SECONDS, give_back)
    timer.start()
    try:
        yield
    finally:
        if timer.is_alive():
            timer.cancel()
            give_back()


def refuses_both(till: Till) -> None:
    rest, soap = till.rest_update("meanwhile", 5), till.soap_update("meanwhile", 5)
    assert (rest.status_code, rest.json()["errorCode"]) == (503, "StoreUnavailable")
    assert soap.status_code == 500
    assert "Server.StoreUnavailable" in soap.text
    assert int(rest.headers["Retry-After"]) > 0
    assert int(soap.headers["Retry-After"]) > 0


def is_well(till: Till) -> None:
    for _ in range(2):
        moved = till.rest_update("meanwhile", 5).json()["accountBalanceUpdateOutput"]
        assert (moved["outcome"]["name"], moved["balance"]) == ("Success", POINTS + 5)
    assert till.soap_update("after", 5).status_code == 200


def test_a_blocked_row(migrated_postgresql_url: str) -> None:
    furnish(migrated_postgresql_url)
    timeouts = {"DATABASE_LOCK_TIMEOUT_SECONDS": "60", "DATABASE_STATEMENT_TIMEOUT_SECONDS": "0.4"}
    with (
        serve(migrated_postgresql_url, **timeouts) as gateway,
        create_engine(migrated_postgresql_url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as other,
    ):
        till = Till(gateway)
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("SELECT 1 FROM account FOR UPDATE")
        with given_back(lambda: other.exec_driver_sql("ROLLBACK")):
            refuses_both(till)
        is_well(till)


def test_a_turn_that_does_not_come(furnished_sqlite_url: str) -> None:
    turn = Path(furnished_sqlite_url.removeprefix("sqlite:///") + "-turn")
    with serve(furnished_sqlite_url, DATABASE_LOCK_TIMEOUT_SECONDS="0.4") as gateway:
        till = Till(gateway)
        descriptor = os.open(turn, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with given_back(lambda: os.close(descriptor)):
            refuses_both(till)
        is_well(till)


def test_commands_that_take_long_are_exempt(migrated_postgresql_url: str) -> None:
    settings = Settings(store=StoreSettings(database_url=migrated_postgresql_url), access=ACCESS)
    told = {}
    for name, open_it in (("commands", open_gateway), ("calls", build_core)):
        with closing(open_it(settings)) as gateway, gateway.store.writes.connect() as connection:
            shown = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
            told[name] = [connection.exec_driver_sql(f"SHOW {each}").scalar_one() for each in shown]
    assert told == {"commands": ["0", "0", "5s"], "calls": ["10s", "15s", "5s"]}

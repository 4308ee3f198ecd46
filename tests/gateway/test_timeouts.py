"""A till's call that waits too long for the database: 503 with Retry-After, nothing half done, and well again."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import build_core, open_gateway
from tests.gateway.shop import POINTS, Till, furnish
from tests.services.blocking import given_back, taken_turn
from tests.services.gateway import ACCESS, serve


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
            till.is_refused()
        is_well(till)


def test_a_turn_that_does_not_come(furnished_sqlite_url: str) -> None:
    file = Path(furnished_sqlite_url.removeprefix("sqlite:///"))
    with serve(furnished_sqlite_url, DATABASE_LOCK_TIMEOUT_SECONDS="0.4") as gateway:
        till = Till(gateway)
        with taken_turn(file):
            till.is_refused()
        is_well(till)


def test_commands_that_take_long_are_exempt(migrated_postgresql_url: str) -> None:
    settings = Settings(store=StoreSettings(database_url=migrated_postgresql_url), access=ACCESS)
    told = {}
    for name, open_it in (("commands", open_gateway), ("calls", build_core)):
        with closing(open_it(settings)) as gateway, gateway.store.writes.connect() as connection:
            shown = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
            told[name] = [connection.exec_driver_sql(f"SHOW {each}").scalar_one() for each in shown]
    assert told == {"commands": ["0", "0", "5s"], "calls": ["10s", "15s", "5s"]}

"""What the program does not start on, and the sentence that says what to do."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

import gateway.cli
from adapters.database import unsafe_store
from adapters.database.engine import sqlite_module
from gateway.cli import serve
from gateway.cli._loader import CommandFolder
from tests.gateway.shop import furnish
from tests.services.gateway import SECRETS
from tests.services.process import free_port

Refusal = Callable[..., str]

OFF_LOOPBACK = {"LISTEN_HOST": "0.0.0.0", "PUBLIC_URL": "https://loyalty.example.com"}  # noqa: S104 - refused first


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch) -> Refusal:
    """Runs `loyalty-gateway serve` with these settings; gives what it says when it ends with 1 instead of serving."""

    def serves(_settings: object) -> None:
        raise AssertionError("it serves")

    def run(**settings: str) -> str:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        outcome = CliRunner().invoke(CommandFolder(gateway.cli.__name__, name="loyalty-gateway"), ["serve"])
        assert (outcome.exit_code, outcome.stdout, type(outcome.exception)) == (1, "", SystemExit)
        return outcome.stderr

    monkeypatch.setattr(serve, "run", serves)
    return run


def test_no_database(refusal: Refusal, tmp_path: Path) -> None:
    told = refusal(DATA_DIRECTORY=str(tmp_path))
    assert "There is no database" in told
    assert "loyalty-gateway migrate" in told
    assert not (tmp_path / "loyalty.sqlite3").exists()


def test_pending_migrations(refusal: Refusal, sqlite_url: str) -> None:
    sqlite_module().connect(sqlite_url.removeprefix("sqlite:///")).close()
    assert Path(sqlite_url.removeprefix("sqlite:///")).exists()
    told = refusal(DATABASE_URL=sqlite_url, **SECRETS)
    assert "not at the newest schema. Run: loyalty-gateway migrate" in told


def test_pending_migrations_on_postgresql(refusal: Refusal, postgresql_url: str) -> None:
    assert "Run: loyalty-gateway migrate" in refusal(DATABASE_URL=postgresql_url, **SECRETS)


def test_demo_credentials_off_loopback(refusal: Refusal, migrated_sqlite_url: str) -> None:
    furnish(migrated_sqlite_url, is_demo=True)
    assert "demo credentials" in refusal(DATABASE_URL=migrated_sqlite_url, **OFF_LOOPBACK, **SECRETS)


def test_secrets_missing_off_loopback(refusal: Refusal, furnished_sqlite_url: str) -> None:
    told = refusal(DATABASE_URL=furnished_sqlite_url, **OFF_LOOPBACK)
    assert "Off loopback these secrets must be given" in told


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite://"])
def test_a_database_in_memory(refusal: Refusal, url: str) -> None:
    assert "in memory" in refusal(DATABASE_URL=url, **SECRETS)


def test_an_unsafe_postgresql(refusal: Refusal, migrated_postgresql_url: str) -> None:
    address = migrated_postgresql_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET synchronous_commit = off")
        assert "synchronous_commit=off" in refusal(DATABASE_URL=migrated_postgresql_url, **SECRETS)
        connection.execute(f"ALTER DATABASE {connection.info.dbname} RESET synchronous_commit")


def test_a_postgresql_that_is_too_old(
    refusal: Refusal, monkeypatch: pytest.MonkeyPatch, migrated_postgresql_url: str
) -> None:
    # No server is as new as this one has to be.
    monkeypatch.setattr(unsafe_store, "OLDEST_POSTGRESQL", 99)
    assert "PostgreSQL 99 or newer is needed" in refusal(DATABASE_URL=migrated_postgresql_url, **SECRETS)


def test_a_database_that_does_not_answer(refusal: Refusal) -> None:
    told = refusal(DATABASE_URL=f"postgresql://gateway:canary@127.0.0.1:{free_port()}/none", **SECRETS)
    assert "does not answer" in told
    assert "canary" not in told


def test_every_wrong_setting_is_told(refusal: Refusal, tmp_path: Path) -> None:
    told = refusal(DATA_DIRECTORY=str(tmp_path), PAGE_SIZE="0", LOG_LEVEL="loud")
    assert "PAGE_SIZE" in told
    assert "LOG_LEVEL" in told


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"ENCRYPTION_KEYS": "n" * 40}, "An encryption key is"),
        ({"CUSTOMER_ISSUERS": '[{"issuer": "x"}]'}, "Issuer 1 has to have"),
    ],
)
def test_keys_and_issuers_that_can_not_be_used(
    refusal: Refusal, furnished_sqlite_url: str, settings: dict[str, str], sentence: str
) -> None:
    assert sentence in refusal(DATABASE_URL=furnished_sqlite_url, **{**SECRETS, **settings})

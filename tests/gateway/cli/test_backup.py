"""A backup taken while tills are at work, restored elsewhere: right to the last byte, and nothing acknowledged is lost."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.database.ledger import DatabaseLedger
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.identity.caller import Caller
from tests.builders import TestClock, Till, figures, programme
from tests.gateway.cli.commands import Commands, commands_on

WRITERS = 3
_SALES = "SELECT transaction_id FROM movement WHERE transaction_id <> ''"


@pytest.fixture
def busy(database_url: str, tmp_path: Path) -> Iterator[Commands]:
    """A database with accounts that tills can move."""
    with commands_on(database_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        for number in range(WRITERS):
            commands.ok("accounts", "add", "loyalty", str(number), "--balance", "1000")
        yield commands


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Commands]:
    """Another database of the same kind, empty."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    with commands_on(url, tmp_path) as commands:
        yield commands


@contextmanager
def tills_at_work(commands: Commands) -> Iterator[list[str]]:
    """Tills that sell until the block ends; the list grows by the transaction id of each acknowledged sale."""
    acknowledged: list[str] = []
    stop = threading.Event()
    ledger = DatabaseLedger(commands.store, UnitOfWork(commands.store))

    def sell(number: int) -> None:
        clock = TestClock()
        till = Till(UpdateBalanceUseCase(ledger, clock), clock, Caller(programme(), 1, "till"), str(number))
        sale = 0
        while not stop.is_set():
            sale += 1
            assert till.send(f"{number}-{sale}", "1").moved
            acknowledged.append(f"{number}-{sale}")

    threads = [threading.Thread(target=sell, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        while len(acknowledged) < 50:
            time.sleep(0.01)
        yield acknowledged
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_backup_under_load_holds_what_was_acknowledged_and_verifies(busy: Commands, elsewhere: Commands) -> None:
    file = busy.directory / "shop.backup"
    with tills_at_work(busy) as acknowledged:
        before = set(acknowledged)
        busy.ok("backup", str(file))
        after = len(acknowledged)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.glob("*shop.backup*")] == [file.name]

    elsewhere.ok("restore", str(file))
    restored = {row[0] for row in elsewhere.rows(_SALES)}
    assert before <= restored
    for till in range(WRITERS):
        sales = {name for name in restored if name.startswith(f"{till}-")}
        assert sales == {f"{till}-{number}" for number in range(1, len(sales) + 1)}, "up to one moment, and no further"
    assert after > len(before), "tills sold while the backup was made"
    assert elsewhere.ok("verify").startswith("The books are right: 3 accounts")
    assert elsewhere.rows("SELECT SUM(balance) FROM account")[0][0] == (WRITERS * 1000 + len(restored)) * 10_000
    elsewhere.ok("accounts", "adjust", "loyalty", "1", "5", "--reason", "it goes on")
    assert elsewhere.json("verify")["right"]


NAMES_OF_ONE: tuple[dict[str, Any], ...] = (
    {"account_id": "A-1"},
    {"account_id": "A-2"},
    {"account_id": "", "card_number": "63350001"},
    {"account_id": "", "card_number": "63350002"},
)
"""What two accounts that become one are called by: their numbers and cards."""


def test_merged_accounts_are_one_after_a_restore_too(busy: Commands, elsewhere: Commands) -> None:
    """What a till got before the merge, in between or after it, it gets again; new sales find the account that stays."""
    for place in ("1", "2"):
        busy.ok("customers", "add", f"10{place}", "--surname", "Amber")
        busy.ok("cards", "add", f"6335000{place}", "--customer", f"10{place}")
        busy.ok("accounts", "add", "loyalty", f"A-{place}", "--customer", f"10{place}", "--balance", "50")
    till = _till_of(busy)
    sent = [(f"before {place}", till.send(f"before {place}", "3", **name)) for place, name in enumerate(NAMES_OF_ONE)]
    merged = busy.json("accounts", "merge", "loyalty", "A-1", "A-2", "--reason", "two cards")
    sent += [(f"after {place}", till.send(f"after {place}", "3", **name)) for place, name in enumerate(NAMES_OF_ONE)]
    told = _told_of(busy, "A-1", "A-2")
    busy.ok("backup", str(busy.directory / "shop.backup"))

    elsewhere.ok("restore", str(busy.directory / "shop.backup"))
    assert elsewhere.json("verify")["right"]
    assert _told_of(elsewhere, "A-1", "A-2") == told
    assert elsewhere.json("accounts", "merge", "loyalty", "A-1", "A-2", "--reason", "x") == merged | {"replayed": True}
    till = _till_of(elsewhere)
    for name in NAMES_OF_ONE:
        for transaction_id, first in sent:
            again = till.send(transaction_id, "3", **name)
            assert (again.replayed, again.movement_id, again.figures) == (True, first.movement_id, first.figures)
    assert [till.send(f"new {place}", "1", **name).account_number for place, name in enumerate(NAMES_OF_ONE)] == [
        "A-2"
    ] * 4
    # A sale of before the merge is taken back from where its points are, once.
    back = till.send("back", None, original_transaction_id="before 0", **NAMES_OF_ONE[3])
    assert (back.account_number, figures(back)[0]) == ("A-2", 100 + 8 * 3 + 4 - 3)
    assert till.send("more", None, original_transaction_id="before 0", **NAMES_OF_ONE[0]).outcome is Outcome.FAIL
    assert elsewhere.json("verify")["right"]


def _told_of(commands: Commands, *numbers: str) -> list[dict[str, Any]]:
    """What is explained and shown of these accounts, without the moment of asking."""
    asked = [(what, number) for what in ("explain", "show") for number in numbers]
    return [commands.json("accounts", what, "loyalty", number) | {"as_of": ""} for what, number in asked]


def _till_of(commands: Commands) -> Till:
    clock = TestClock()
    use_case = UpdateBalanceUseCase(DatabaseLedger(commands.store, UnitOfWork(commands.store)), clock)
    return Till(use_case, clock, Caller(programme(), 1, "till"))


def test_what_is_there_is_replaced_only_when_told_to(busy: Commands, elsewhere: Commands) -> None:
    file = busy.directory / "shop.backup"
    busy.ok("backup", str(file))
    assert "is there already" in busy.refused("backup", str(file))
    busy.ok("accounts", "adjust", "loyalty", "1", "5", "--reason", "after the backup")
    assert "--replace" in busy.refused("restore", str(file))
    assert busy.rows("SELECT COUNT(*) FROM movement")[0][0] == WRITERS + 1
    busy.ok("restore", str(file), "--replace")
    assert busy.rows("SELECT COUNT(*) FROM movement")[0][0] == WRITERS
    busy.ok("backup", str(file), "--replace")
    elsewhere.ok("restore", str(file))
    assert busy.json("verify")["right"]
    assert elsewhere.json("verify")["right"]


def test_events_of_a_server_that_is_further_on_are_not_ahead_of_the_feed(
    migrated_postgresql_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "shop.backup")
    with commands_on(migrated_postgresql_url, tmp_path) as old:
        old.ok("programmes", "add", "CLUB", "--name", "Club")
        old.ok("accounts", "add", "loyalty", "1", "--balance", "5")
        with UnitOfWork(old.store).transaction() as connection:
            connection.exec_driver_sql("UPDATE outbox SET transaction_number = transaction_number + 1000000")
        old.ok("backup", file)
    with commands_on(postgresql_url, tmp_path) as new:
        new.ok("restore", file)
        behind = "SELECT COUNT(*) FROM outbox WHERE transaction_number < txid_snapshot_xmin(txid_current_snapshot())"
        assert new.rows(behind) == [(1,)]


def test_a_file_that_is_no_backup_changes_nothing(busy: Commands, migrated_sqlite_url: str) -> None:
    kinds = {"no.backup": b"hello", "empty.backup": b"", "sqlite.backup": b"SQLite format 3\0", "pg.backup": b"PGDMP\1"}
    for name, content in kinds.items():
        file = busy.directory / name
        file.write_bytes(content)
        assert any(word in busy.refused("restore", str(file), "--replace") for word in (name, "pg_restore failed"))
    assert "can't be read" in busy.refused("restore", str(busy.directory / "none.backup"), "--replace")
    assert busy.json("verify")["accounts"] == WRITERS


def test_a_copy_of_the_file_alone_is_no_backup(migrated_sqlite_url: str, tmp_path: Path) -> None:
    """What the first test would find if a backup were made without the log of the last updates."""
    with commands_on(migrated_sqlite_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        for number in range(WRITERS):
            commands.ok("accounts", "add", "loyalty", str(number))
        with tills_at_work(commands) as acknowledged:
            before = set(acknowledged)
            shutil.copy(migrated_sqlite_url.removeprefix("sqlite:///"), tmp_path / "copied.sqlite3")
    with commands_on(f"sqlite:///{tmp_path / 'copied.sqlite3'}", tmp_path) as copied:
        assert not before <= {row[0] for row in copied.rows(_SALES)}

"""An import that is killed goes on with the same command: nothing doubled, nothing lost, nothing half-done."""

import random
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from domain.customers.name_keys import name_keys
from tests.gateway.cli.commands import Commands, commands_on
from tests.gateway.cli.dying import run_dying

ROWS = 2_000


def import_with_kills(commands: Commands, kind: str, file: str, table: str) -> list[int]:
    """Kill an import again and again, each time a little later, until it ends; how many rows were in after each kill."""
    dice = random.Random()  # noqa: S311 - any points will do
    found, seconds = [], 0.03
    while (code := run_dying(["import", kind, file], commands.database_url, seconds)) == -signal.SIGPROF:
        found.append(int(commands.rows(f"SELECT COUNT(*) FROM {table}")[0][0]))
        assert_whole(commands)
        seconds *= dice.uniform(1.2, 1.6)
    assert code == 0
    return found


def assert_whole(commands: Commands) -> None:
    """No row stands without those that belong to it."""
    halves = (
        "SELECT COUNT(*) FROM customer c LEFT JOIN customer_person p ON p.customer_id = c.id WHERE p.customer_id IS NULL",
        "SELECT COUNT(*) FROM customer c WHERE NOT EXISTS (SELECT 1 FROM customer_name_key k WHERE k.customer_id = c.id)",
        # Every account in the file begins with its own number of points, so none is ever seen without.
        "SELECT COUNT(*) FROM account WHERE balance = 0",
        "SELECT COUNT(*) FROM account a WHERE sequence <> (SELECT COUNT(*) FROM entry e WHERE e.account_id = a.id)",
        "SELECT COUNT(*) FROM movement m WHERE NOT EXISTS (SELECT 1 FROM idempotency_key k WHERE k.movement_id = m.id)",
        "SELECT COUNT(*) FROM movement m WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.movement_id = m.id)",
    )
    assert [commands.rows(half)[0][0] for half in halves] == [0] * len(halves)


def write_files(directory: Path) -> None:
    numbers = range(ROWS)
    customers = [f"{number},Forename{number % 97},Surname {number % 89},M{number % 50 + 1} 1AA\n" for number in numbers]
    (directory / "customers.csv").write_text("number,forename,surname,postcode\n" + "".join(customers))
    cards = [f"{89_000_000 + number},{number}\n" for number in numbers]
    (directory / "cards.csv").write_text("number,customer_number\n" + "".join(cards))
    accounts = [f"loyalty,A{number},{number},{number + 1}\n" for number in numbers]
    (directory / "accounts.csv").write_text("account_type,number,customer_number,balance\n" + "".join(accounts))


def test_a_killed_import_goes_on(database_url: str, tmp_path: Path) -> None:
    write_files(tmp_path)
    with commands_on(database_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        found = [
            count
            for kind, table in (("customers", "customer"), ("cards", "card"), ("accounts", "account"))
            for count in import_with_kills(commands, kind, str(tmp_path / f"{kind}.csv"), table)
        ]
        assert any(0 < count < ROWS for count in found), f"no kill came in the middle: {found}"
        assert_all_is_there_once(commands)


def assert_all_is_there_once(commands: Commands) -> None:
    assert_whole(commands)
    keys = sum(len(name_keys(f"Forename{number % 97}", f"Surname {number % 89}")) for number in range(ROWS))
    counts = {"customer": ROWS, "customer_name_key": keys, "customer_postcode_key": ROWS, "card": ROWS}
    counts |= dict.fromkeys(("account", "movement", "entry", "idempotency_key", "outbox"), ROWS)
    assert {table: commands.rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in counts} == counts
    balances = commands.rows("SELECT number, balance FROM account")
    assert sorted(balances) == sorted((f"A{number}", (number + 1) * 10_000) for number in range(ROWS))


def test_the_same_import_twice_at_once_doubles_nothing(database_url: str, tmp_path: Path) -> None:
    write_files(tmp_path)
    with commands_on(database_url, tmp_path) as commands, ThreadPoolExecutor(2) as two:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        for kind in ("customers", "cards", "accounts"):
            arguments = ["import", kind, str(tmp_path / f"{kind}.csv")]
            run = partial(run_dying, arguments, database_url, 0)
            assert [done.result() for done in (two.submit(run), two.submit(run))] == [0, 0]
        assert_all_is_there_once(commands)


def test_a_batch_that_is_not_one_transaction_is_caught(
    migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check above would see an account without its opening, as a commit between the two would leave."""
    with commands_on(migrated_sqlite_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        monkeypatch.setattr("adapters.database.account_opener.first_rows", lambda *_: ())
        commands.ok("accounts", "add", "loyalty", "1", "--balance", "5")
        with pytest.raises(AssertionError):
            assert_whole(commands)

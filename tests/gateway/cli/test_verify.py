"""`loyalty-gateway verify`."""

from pathlib import Path

import pytest

from adapters.database.unit_of_work import UnitOfWork
from tests.gateway.cli.commands import Commands


@pytest.fixture
def books(club: Commands) -> Commands:
    """A programme with two accounts that were moved."""
    for number in ("1", "2"):
        club.ok("accounts", "add", "loyalty", number, "--balance", "100")
        club.ok("accounts", "adjust", "loyalty", number, "-5", "--reason", "lost card")
    return club


def test_right_books(books: Commands) -> None:
    assert books.ok("verify").startswith("The books are right: 2 accounts, 4 entries, 4 keys, 0 holds and 4 events")
    told = books.json("verify")
    assert (told["right"], told["entries"], told["findings"]) == (True, 4, [])


def test_a_changed_row_is_named_and_the_exit_code_says_so(books: Commands) -> None:
    with UnitOfWork(books.store).transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER movement_no_update")
        connection.exec_driver_sql("UPDATE movement SET reason = 'found card' WHERE id = 4")
        connection.exec_driver_sql("UPDATE account SET balance = balance + 1 WHERE number = '1'")
    done = books.run("verify")
    assert done.exit_code == 1
    wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    assert any("entry 2 of account 2" in line and "movement 4" in line for line in wrong)
    assert any("account 1 (customerLoyaltyAccount 1): its balance is 950001" in line for line in wrong)
    assert "The books are WRONG: 2 faults" in done.stdout
    assert "(1 of them not shown)" in books.run("verify", "--show", "1").stdout
    assert '"right": false' in books.run("verify", "--json").stdout


def test_a_file_that_can_not_be_read_to_its_end_is_told_of(books: Commands) -> None:
    file = Path(books.database_url.removeprefix("sqlite:///"))
    books.store.close()
    whole = file.read_bytes()
    place = whole.index(b"lost card")
    start = place - place % 4096
    file.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
    done = books.run("verify")
    assert done.exit_code == 1
    assert "WRONG  database as a whole: it cannot be read to its end: database disk image is malformed" in done.stdout

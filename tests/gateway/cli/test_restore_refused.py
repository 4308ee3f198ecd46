"""Files that can't be restored are refused before anything is changed, with what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.database.unit_of_work import UnitOfWork
from tests.gateway.cli.commands import Commands, commands_on

NEWER = "UPDATE alembic_version SET version_num = '9999'"


@pytest.fixture
def club(database_url: str, tmp_path: Path) -> Iterator[Commands]:
    """A programme with an account, and a backup of it in `club.backup`."""
    with commands_on(database_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        commands.ok("accounts", "add", "loyalty", "1", "--balance", "1000")
        commands.ok("backup", str(tmp_path / "club.backup"))
        yield commands


def change(commands: Commands, statement: str) -> None:
    with UnitOfWork(commands.store).transaction() as connection:
        connection.exec_driver_sql(statement)


def test_a_backup_of_a_newer_program_is_refused(club: Commands) -> None:
    change(club, NEWER)
    newer = str(club.directory / "newer.backup")
    club.ok("backup", newer)
    club.ok("restore", str(club.directory / "club.backup"), "--replace")
    told = club.refused("restore", newer, "--replace")
    assert "newer.backup has schema 9999" in told
    assert "Install that version" in told
    assert club.json("verify")["accounts"] == 1


def test_the_database_of_a_newer_program_is_left_alone(club: Commands) -> None:
    change(club, NEWER)
    for command in (("migrate",), ("serve",), ("verify",), ("worker",), ("accounts", "show", "loyalty", "1")):
        assert "it is of a newer version of the program" in club.refused(*command), command
    assert club.rows("SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_file_that_is_cut_off_anywhere_is_refused(club: Commands) -> None:
    whole, cut = club.directory / "club.backup", club.directory / "cut.backup"
    content = whole.read_bytes()
    club.ok("accounts", "adjust", "loyalty", "1", "5", "--reason", "after the backup")
    for left in (100, 1000, 4096, len(content) // 2, len(content) - 5000, len(content) - 1000, len(content) - 1):
        cut.write_bytes(content[:left])
        told = club.refused("restore", str(cut), "--replace")
        assert "othing was changed" in told, left
        # SQLite itself takes what is missing of the last page for zeros.
        assert "is cut off" in told or not club.store.is_sqlite
    assert club.rows("SELECT COUNT(*) FROM movement") == [(2,)]
    assert club.json("verify")["right"]


def test_a_refused_file_leaves_no_empty_database(migrated_sqlite_url: str, tmp_path: Path) -> None:
    file, target = tmp_path / "no.backup", tmp_path / "new.sqlite3"
    file.write_bytes(b"SQLite format 3\0" + bytes(5000))
    with commands_on(migrated_sqlite_url, tmp_path) as commands:
        commands.database_url = f"sqlite:///{target}"
        assert "no.backup" in commands.refused("restore", str(file))
    assert not target.exists()


def test_a_damaged_index_is_found(migrated_sqlite_url: str, tmp_path: Path) -> None:
    with commands_on(migrated_sqlite_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        for number in range(3):
            commands.ok("accounts", "add", "loyalty", f"number {number}")
        file = tmp_path / "club.backup"
        commands.ok("backup", str(file))
        content = file.read_bytes()
        place = content.rindex(b"number 1")
        assert content.count(b"number 1") > 1, "the table's own, and those of the indexes"
        file.write_bytes(content[:place] + b"nvmber 1" + content[place + 8 :])
        assert "club.backup is damaged" in commands.refused("restore", str(file), "--replace")


def test_tables_that_the_backup_has_not_are_told(migrated_postgresql_url: str, tmp_path: Path) -> None:
    """They would stay, and a migration that makes them would fail from then on."""
    with commands_on(migrated_postgresql_url, tmp_path) as commands:
        file = str(tmp_path / "older.backup")
        commands.ok("backup", file)
        change(commands, "CREATE TABLE subscriber (id INTEGER)")
        told = commands.refused("restore", file, "--replace")
        assert "subscriber" in told
        assert "Restore into an empty database" in told


def test_another_programs_backup_is_refused(postgresql_url: str, tmp_path: Path) -> None:
    with commands_on(postgresql_url, tmp_path) as commands:
        change(commands, "CREATE TABLE other (id INTEGER)")
        file = str(tmp_path / "other.backup")
        commands.ok("backup", file)
        change(commands, "DROP TABLE other")
        assert "none of this program" in commands.refused("restore", file)

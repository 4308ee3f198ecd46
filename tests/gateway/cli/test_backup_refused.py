"""Where a backup can't be written or put in place, the command says so, and leaves nothing that looks like one."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gateway.cli.commands import Commands, commands_on

PROGRAM = (sys.executable, "-c", "from gateway.cli import main; main()")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="a limit of file sizes stands for a full disk")


@pytest.fixture
def club(database_url: str, tmp_path: Path) -> Iterator[Commands]:
    with commands_on(database_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        commands.ok("accounts", "add", "loyalty", "1", "--balance", "1000")
        yield commands


@contextmanager
def full_disk(room_bytes: int) -> Iterator[None]:
    """No file of this process, or of one that it starts, may grow beyond this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@ON_LINUX
def test_a_full_disk_is_told_and_no_file_stays(club: Commands) -> None:
    folder = club.directory / "backups"
    folder.mkdir()
    with full_disk(8_000):
        told = club.refused("backup", str(folder / "club.backup"))
    assert "club.backup can't be written" in told or "pg_dump failed" in told
    assert "Send the same message" not in told
    assert not list(folder.iterdir())


@ON_LINUX
def test_a_restore_onto_a_full_disk_changes_nothing(migrated_sqlite_url: str, tmp_path: Path) -> None:
    with commands_on(migrated_sqlite_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        file = str(tmp_path / "club.backup")
        commands.ok("backup", file)
        commands.ok("accounts", "add", "loyalty", "1", "--balance", "1000")
        with full_disk(8_000):
            told = commands.refused("restore", file, "--replace")
        assert "Nothing was changed. See that there is room" in told
        assert commands.json("verify")["accounts"] == 1


def test_a_folder_that_takes_nothing_is_told(club: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    # The tests may run as root, whom permissions don't keep out.
    monkeypatch.setattr("adapters.database.backup_file.os.open", refuse)
    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    assert "can't be written: Read-only file system" in club.refused("backup", str(club.directory / "x.backup"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_backup_that_is_told_to_stop_leaves_no_draft(club: Commands, how: signal.Signals) -> None:
    folder = club.directory / "backups"
    folder.mkdir()
    lock = club.store.writes.connect()
    if not club.store.is_sqlite:
        # pg_dump waits for this, with its draft begun.
        lock.exec_driver_sql("BEGIN")
        lock.exec_driver_sql("LOCK TABLE account IN ACCESS EXCLUSIVE MODE")
    environment = {"DATABASE_URL": club.database_url, "DATA_DIRECTORY": str(club.directory), "PATH": "/usr/bin:/bin"}
    command = [*PROGRAM, "backup", str(folder / "x.backup")]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < until and not list(folder.iterdir()):
        time.sleep(0.01)
    running.send_signal(how)
    running.wait(30)
    lock.close()
    drafts = [path.name for path in folder.iterdir() if path.name != "x.backup"]
    assert not drafts
    assert running.returncode != 0 or (folder / "x.backup").exists()


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_the_database_itself_is_no_place_for_a_backup(migrated_sqlite_url: str, tmp_path: Path, end: str) -> None:
    """A gateway that serves would write on into the file that was there before, and lose it all."""
    with commands_on(migrated_sqlite_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        live = commands.store.file
        assert live
        (tmp_path / "link").symlink_to(f"{live}{end}")
        inode = live.stat().st_ino
        for name in (f"{live}{end}", f"{tmp_path}/../{tmp_path.name}/{live.name}{end}", str(tmp_path / "link")):
            assert "belongs to the database itself" in commands.refused("backup", name, "--replace")
            assert "belongs to the database itself" in commands.refused("restore", name, "--replace")
        assert live.stat().st_ino == inode
        assert commands.json("verify")["right"]

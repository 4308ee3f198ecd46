"""What is told of the connections to a port, and what asking leaves alone."""

import os
import socket
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from gateway.http import connections
from gateway.http.connections import are_told, connections_to, seconds_of_silence, seconds_since

pytestmark = pytest.mark.skipif(not are_told(), reason="only Linux tells of connections")

OPEN_FILES = Path("/proc/self/fd")
WRITE_TOO = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
other.execute("INSERT INTO moved VALUES (2)")
"""


def test_connections_to_the_port_are_told_and_no_others() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_server(("127.0.0.1", 0)) as elsewhere:
        port = listening.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as till, socket.create_connection(elsewhere.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                till.sendall(b"x")
                open_before = len(list(OPEN_FILES.iterdir()))
                told = [(each.getpeername(), number) for each, number in connections_to(port)]
                assert told == [(till.getsockname(), os.fstat(accepted.fileno()).st_ino)]
                (silent,) = seconds_of_silence(port)
                assert 0 <= silent < 60
                assert len(list(OPEN_FILES.iterdir())) == open_before
                assert all(
                    0 <= each < 60 for connection, _ in connections_to(port) for each in seconds_since(connection)
                )


def _is_kept_out(path: Path) -> bool:
    """Whether another process is refused to write to this database."""
    other = subprocess.run([sys.executable, "-c", WRITE_TOO, path], capture_output=True, text=True, check=False)
    assert not other.returncode or "database is locked" in other.stderr
    return other.returncode != 0


def _files_of(database: Path) -> set[int]:
    """The numbers of this process' open files of a database."""
    found = set()
    for each in OPEN_FILES.iterdir():
        with suppress(FileNotFoundError):  # the listing's own
            if str(each.readlink()).startswith(str(database)):
                found.add(int(each.name))
    return found


@pytest.mark.parametrize("is_seen_as_socket", [False, True])
def test_the_write_lock_of_sqlite_outlasts_a_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_seen_as_socket: bool
) -> None:
    """Also where a file takes the number of a connection between two looks at it (`is_seen_as_socket`)."""
    writing = tmp_path / "books.sqlite3"
    with closing(sqlite3.connect(writing, isolation_level=None)) as books:
        books.execute("PRAGMA journal_mode = WAL")
        books.execute("CREATE TABLE moved (id INTEGER)")
        books.execute("BEGIN IMMEDIATE")
        books.execute("INSERT INTO moved VALUES (1)")
        assert _is_kept_out(writing)
        if is_seen_as_socket:
            files = _files_of(writing)
            assert files
            monkeypatch.setattr(
                connections, "_is_socket", lambda file: file in files or stat.S_ISSOCK(os.fstat(file).st_mode)
            )
        list(connections_to(1))
        list(seconds_of_silence(1))
        assert _is_kept_out(writing)
        books.execute("COMMIT")
        assert books.execute("SELECT id FROM moved").fetchall() == [(1,)]

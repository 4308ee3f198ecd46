"""The turn to write to SQLite: whose it is, and that its file is closed with the last who could want it."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.database.write_turn import WriteTurn

OPEN_FILES = Path("/proc/self/fd")
ASK = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def open_files(folder: Path) -> int:
    """How many files of this folder this process has open; what other tests have left to the collector doesn't count."""
    links = [str(link.readlink()) for link in OPEN_FILES.iterdir() if link.is_symlink()]
    return sum(link.startswith(str(folder)) for link in links)


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="/proc tells which files a process has open")
def test_turns_that_nobody_knows_any_more_keep_no_file_open(tmp_path: Path) -> None:
    for _ in range(20):
        with WriteTurn(tmp_path / "books.sqlite3", 5):
            assert open_files(tmp_path)
    gc.collect()
    assert not open_files(tmp_path)


def test_a_turn_is_kept_while_another_of_this_process_goes(tmp_path: Path) -> None:
    turn, other = (WriteTurn(tmp_path / "books.sqlite3", 5) for _ in range(2))
    with other:
        pass
    with turn:
        del other
        gc.collect()
        assert not _is_free(tmp_path)
    assert _is_free(tmp_path)


def _is_free(folder: Path) -> bool:
    """Whether another process gets the turn at once."""
    asked = subprocess.run(
        [sys.executable, "-c", ASK, folder / "books.sqlite3-turn"], stderr=subprocess.PIPE, text=True, check=False
    )
    assert not asked.returncode or "BlockingIOError" in asked.stderr
    return asked.returncode == 0

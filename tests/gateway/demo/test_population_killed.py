"""A population whose maker is killed: nothing of it is in place, and none of its processes stays behind."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.gateway import children_of

SECONDS = 60.0


def wait_for(what: Callable[[], bool]) -> bool:
    """Whether this came to be true in time."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.1)
    return what()


def lives(pid: int) -> bool:
    """Whether the process is there, and not merely unburied."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="/proc tells which processes it has started")
def test_the_processes_of_a_killed_maker_end(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("loyalty-gateway")), "demo", "population", "--customers", "500000"]
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3", "DATA_DIRECTORY": str(tmp_path)}
    maker = subprocess.Popen([*command, "--processes", "2"], env={**os.environ, **settings}, stderr=subprocess.DEVNULL)
    try:
        # Two that make parts, and the one that multiprocessing has for its own ends.
        assert wait_for(lambda: len(children_of(maker.pid)) >= 3), "it started no processes"
        children = children_of(maker.pid)
    finally:
        maker.kill()
        maker.wait()
    assert wait_for(lambda: not any(map(lives, children))), f"of {children} some live on"

"""What a process has above its share, and that so many replies end their connections and no more."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateway.http.connection_shares import ConnectionShares, Held, Surplus, surplus_of
from gateway.http.connections import are_told


@pytest.mark.parametrize(
    ("own", "others", "surplus"),
    [
        (Held(64, 64), [Held(0, 0)], 32),
        (Held(0, 0), [Held(64, 64)], 0),
        (Held(33, 33), [Held(31, 31)], 1),
        (Held(32, 32), [Held(32, 32)], 0),
        (Held(33, 33), [Held(32, 32)], 0),  # of 65, one has to have one more
        (Held(1, 1), [Held(0, 0)], 0),
        (Held(2, 2), [Held(0, 0), Held(0, 0), Held(0, 0)], 1),
        (Held(9, 9), [Held(3, 3), Held(3, 3)], 4),
        (Held(50, 50), [], 0),
        # Idle ones: those in use are even, or on the other side.
        (Held(60, 10), [Held(40, 10)], 0),
        (Held(60, 5), [Held(40, 20)], 0),
        # Those in use are not even, but not that many more are open.
        (Held(50, 30), [Held(46, 10)], 2),
        (Held(40, 20), [Held(60, 5)], 0),
    ],
)
def test_what_is_above_the_share_of_all_that_are_open_and_of_all_in_use(
    own: Held, others: list[Held], surplus: int
) -> None:
    assert surplus_of(own, others) == surplus


@pytest.mark.skipif(not are_told(), reason="only Linux tells of connections")
def test_a_process_that_is_dead_has_no_share(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    told = tmp_path / f"connections-{dead.pid}"
    told.write_bytes(b"\0" * 8)
    other = tmp_path / "counters.db"
    other.touch()
    ConnectionShares(Surplus(), 1, tmp_path).look()
    assert not told.exists()
    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / f"connections-{os.getpid()}", other])


def test_as_many_replies_as_said_end_their_connection_whatever_the_number_of_threads() -> None:
    surplus = Surplus()
    assert not surplus.take()
    surplus.become(100)
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: surplus.take(), range(1_000))) == 100
    surplus.become(3)
    surplus.become(1)
    assert [surplus.take(), surplus.take()] == [True, False]

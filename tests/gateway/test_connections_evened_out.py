"""However the system has dealt tills' connections to the processes, each has its share of them in the end."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.gateway.dealt_tills import dealt_tills
from tests.gateway.shop import POINTS, Till, furnish
from tests.services.gateway import serve
from tests.services.sqlite import SQLiteTemplate

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of connections")


@pytest.fixture
def url(sqlite_template: SQLiteTemplate, tmp_path: Path) -> str:
    """The address of a database with a shop in it."""
    made = sqlite_template.copy_to(tmp_path)
    furnish(made)
    return made


def balance(till: Till) -> int:
    """The account's points."""
    explained = till.rest(
        "GET", "/accountbalances", params={"accountType": "customerLoyaltyAccount", "accountId": "100200300"}
    )
    return int(float(explained.json()["balance"]))


def test_tills_that_are_all_at_one_process_go_to_both_and_every_call_counts_once(url: str) -> None:
    with serve(url, PROCESSES="2") as gateway, dealt_tills(gateway) as tills:
        tills.gather(12)
        assert sorted(tills.dealt().values()) == [0, 12]
        tills.move_until_dealt(6, 6)
        assert 6 <= tills.announced <= tills.moved
        assert balance(Till(gateway)) == POINTS + tills.moved


def test_a_process_that_takes_the_place_of_a_dead_one_gets_its_share(url: str) -> None:
    with serve(url, PROCESSES="2") as gateway, dealt_tills(gateway) as tills:
        tills.gather(8)
        before = gateway.worker_pids
        (idle,) = (pid for pid, count in tills.dealt().items() if not count)
        os.kill(idle, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while len(gateway.worker_pids) < 2 or gateway.worker_pids == before or idle in gateway.worker_pids:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        tills.move_until_dealt(4, 4)


def test_a_process_alone_ends_no_connection(url: str) -> None:
    with serve(url, PROCESSES="1") as gateway, dealt_tills(gateway) as tills:
        tills.gather(6)
        until = time.monotonic() + 1
        while time.monotonic() < until:
            tills.move()
        assert tills.announced == 0

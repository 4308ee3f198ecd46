"""A disk that takes no more: the running program refuses cleanly, and goes on by itself when there is room again."""

import resource
import sys
from pathlib import Path

import pytest

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import open_store
from adapters.database.reading import Reader
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.gateway.shop import Till
from tests.services.gateway import ServedGateway, serve

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def limit_files(gateway: ServedGateway, size_bytes: int) -> None:
    """From now on no file of the serving processes may grow beyond this: writes fail as on a disk without room."""
    for pid in gateway.worker_pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size_bytes, resource.RLIM_INFINITY))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of other processes are set on Linux only")
def test_updates_are_refused_while_the_disk_is_full_and_go_on_afterwards(furnished_sqlite_url: str) -> None:
    log = Path(furnished_sqlite_url.removeprefix("sqlite:///") + "-wal")
    with serve(furnished_sqlite_url) as gateway:
        till = Till(gateway)
        answers = {"first": till.rest_update("first", 1).status_code}
        for room in range(0, 60_000, 6_000):
            limit_files(gateway, log.stat().st_size + room)
            rest, soap = till.rest_update(f"rest {room}", 1), till.soap_update(f"soap {room}", 1)
            if rest.status_code == soap.status_code == 200:
                break
            if rest.status_code != 200:
                assert (rest.status_code, rest.json()["errorCode"]) == (503, "StoreUnavailable")
                assert int(rest.headers["Retry-After"]) > 0
            assert "Server.StoreUnavailable" in soap.text
            assert int(soap.headers["Retry-After"]) > 0
            answers |= {f"rest {room}": rest.status_code, f"soap {room}": soap.status_code}
        assert sum(status != 200 for status in answers.values()) > 4
        for pid in gateway.worker_pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, UNLIMITED)
        assert till.rest_update("last", 1).status_code == 200
        assert till.soap_update("rest 0", 1).status_code == 200
        answers |= {"last": 200, "rest 0": 200, f"rest {room}": 200, f"soap {room}": 200}
    assert_holds(furnished_sqlite_url, {name for name, status in answers.items() if status == 200})


def assert_holds(database_url: str, names: set[str]) -> None:
    """The books are right, and hold these sales and no others."""
    store = open_store(database_url)
    findings: list[Finding] = []
    VerifyBooks(DatabaseBooks(store))(findings.append)
    entered = [row[0] for row in Reader(store).rows("SELECT transaction_id FROM movement")]
    store.close()
    # The furnished account began with a balance that no movement made, and that is found too.
    assert [finding.row for finding in findings] == ["1 of account 1"]
    assert sorted(entered) == sorted(names)

"""The crash test in its short form, and the bugs that it must catch."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from adapters.database.engine import Store, open_store
from bench.crash.images import check_syncs_and_images, early_answers
from bench.crash.kills import kill_on_postgresql, kill_on_sqlite
from bench.crash.machine_soak import run_machine
from bench.crash.storm import rage
from bench.crash.trace import Answered, Synced, Truncated, Written, read_trace
from bench.crash.world import prepare
from tests.adapters.database.club.machine import ClubOnSQLite
from tests.domain.accounts.test_ledger_machine import LedgerMachine
from tests.services.missing import find_or_skip
from tests.services.postgresql import find_programs


def silent(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@pytest.fixture
def strace() -> Path:
    def find() -> Path | None:
        found = shutil.which("strace")
        return Path(found) if found else None

    return find_or_skip("strace", "strace", find)


@pytest.fixture
def programs() -> Path:
    return find_or_skip("postgresql", "postgresql", find_programs)


def test_killed_processes_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    report = kill_on_sqlite(tmp_path, silent, updates=150, kills=5)
    assert not report.faults
    assert (report.figures["updates acknowledged"], report.figures["kills"]) == (150, 5)


def test_killed_processes_and_servers_lose_nothing_on_postgresql(programs: Path, tmp_path: Path) -> None:
    report = kill_on_postgresql(programs, tmp_path, silent, updates=150, kills=5)
    assert not report.faults
    assert (report.figures["updates acknowledged"], report.figures["kills"]) == (150, 5)


def test_an_acknowledgement_before_the_commit_is_caught(tmp_path: Path) -> None:
    report = kill_on_sqlite(tmp_path, silent, updates=30, kills=2, planted="acknowledge-before-commit")
    assert any("was acknowledged and is lost" in fault for fault in report.faults)


def test_answers_leave_after_syncs_and_images_of_a_crash_hold_them(strace: Path, tmp_path: Path) -> None:
    syncs, images = check_syncs_and_images(strace, tmp_path, silent, updates=20, images=20)
    assert not syncs.faults
    assert not images.faults
    assert int(syncs.figures["syncs"]) >= 20


def test_a_store_that_does_not_sync_is_caught(strace: Path, tmp_path: Path) -> None:
    syncs, images = check_syncs_and_images(strace, tmp_path, silent, updates=6, images=6, planted="no-sync")
    assert len(syncs.faults) == 6
    assert any("was answered and is lost" in fault for fault in images.faults)


@pytest.fixture
def furnished(empty_database_url: str, tmp_path: Path) -> Iterator[Store]:
    """The accounts of the crash test, on SQLite and on PostgreSQL."""
    prepare(empty_database_url, tmp_path)
    store = open_store(empty_database_url)
    yield store
    store.close()


def test_a_storm_keeps_every_sum(furnished: Store) -> None:
    report = rage(furnished, silent, operations=400)
    assert not report.faults
    assert report.figures["operations"] == 400
    assert int(report.figures["snapshots"]) > 3
    assert int(report.figures["of them refused"]) > 20
    assert int(report.figures["merges"]) > 10


def test_a_transfer_that_is_two_transactions_is_caught(furnished: Store) -> None:
    report = rage(furnished, silent, operations=400, together=False)
    assert any("give to one another" in fault for fault in report.faults)


@pytest.mark.parametrize("machine", [LedgerMachine, ClubOnSQLite])
def test_a_state_machine_counts_its_steps(machine: type[RuleBasedStateMachine]) -> None:
    report = run_machine(machine, "Machine", silent, steps=10, histories=5)
    assert not report.faults
    assert int(report.figures["steps"]) >= 10


TRACE = r"""
7 pwrite64(9</d/traced.sqlite3-wal>, "\x01\x02", 2, 32) = 2
7 fsync(9</d/traced.sqlite3-wal> <unfinished ...>
8 writev(4<socket:[1]>, [{iov_base="\x48\x54\x54\x50\x2f\x31\x2e\x31\x20\x32\x30\x30\x20", iov_len=13}], 1) = 13
7 <... fsync resumed>)               = 0
8 sendto(4<socket:[1]>, "\x48\x54\x54\x50\x2f\x31\x2e\x31\x20\x35\x30\x33", 12, 0, NULL, 0) = 12
7 fdatasync(8</d/traced.sqlite3>)    = -1 EIO (Input/output error)
7 ftruncate(8</d/traced.sqlite3>, 4096) = 0
7 pwrite64(5</d/other>, "\x01", 1, 0) = 1
"""


def test_a_trace_is_read_in_the_order_in_which_things_ended() -> None:
    log, file = "traced.sqlite3-wal", "traced.sqlite3"
    events = list(read_trace(TRACE.strip().splitlines(), file))
    assert events == [Written(log, 32, b"\1\2"), Answered(), Synced(log), Truncated(file, 4096)]
    assert early_answers(events) == ["answer 0 left before the sync"]
    assert early_answers([events[0], events[2], events[1]]) == []
    assert early_answers([events[1]]) == ["answer 0 left with nothing written"]

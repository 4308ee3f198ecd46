"""The parts of the crash test, by name, and how large each is."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from adapters.database.engine import open_store
from bench.crash.images import check_syncs_and_images
from bench.crash.kills import kill_on_postgresql, kill_on_sqlite
from bench.crash.machine_soak import run_machine
from bench.crash.report import Advance, Report
from bench.crash.storm import rage
from bench.crash.world import prepare
from bench.postgresql import MISSING, throw_away_database
from tests.adapters.database.club.machine import ClubOnSQLite
from tests.domain.accounts.test_ledger_machine import LedgerMachine
from tests.services.postgresql import find_programs

Part = Callable[[Path, Advance], list[Report]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done in each part, and the bug that is planted first; empty for none."""

    updates: int
    kills: int
    images: int
    operations: int
    steps: int
    planted: str


def parts_of(sizes: Sizes) -> dict[str, Part]:
    """Each takes an empty folder; raises `click.ClickException` where a program that it needs is not installed."""
    killing = {"updates": sizes.updates, "kills": sizes.kills}

    def images(folder: Path, advance: Advance) -> list[Report]:
        updates = max(20, sizes.images)
        return list(
            check_syncs_and_images(
                _strace(), folder, advance, updates=updates, images=sizes.images, planted=sizes.planted
            )
        )

    return {
        "kills-sqlite": lambda folder, advance: [kill_on_sqlite(folder, advance, **killing, planted=sizes.planted)],
        "kills-postgresql": lambda folder, advance: [
            kill_on_postgresql(_programs(), folder, advance, **killing, planted=sizes.planted)
        ],
        "images": images,
        "storm-sqlite": lambda folder, advance: [
            _storm(f"sqlite:///{folder / 'storm.sqlite3'}", folder, advance, sizes.operations)
        ],
        "storm-postgresql": lambda folder, advance: [_storm_on_postgresql(folder, advance, sizes.operations)],
        "machine": lambda _, advance: [run_machine(LedgerMachine, "State machine", advance, steps=sizes.steps)],
        "tickets": lambda _, advance: [
            run_machine(ClubOnSQLite, "State machine of a club", advance, steps=sizes.steps)
        ],
    }


def _storm(url: str, folder: Path, advance: Advance, operations: int) -> Report:
    prepare(url, folder)
    store = open_store(url)
    try:
        return rage(store, advance, operations=operations)
    finally:
        store.close()


def _storm_on_postgresql(folder: Path, advance: Advance, operations: int) -> Report:
    with throw_away_database() as url:
        return _storm(url, folder, advance, operations)


def _programs() -> Path:
    programs = find_programs()
    if programs is None:
        raise click.ClickException(MISSING)
    return programs


def _strace() -> Path:
    found = shutil.which("strace")
    if found is None:
        raise click.ClickException("strace is not installed: apt-get install strace")
    return Path(found)

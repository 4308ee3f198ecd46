"""One whole measurement: database, servers, rounds, books, stages."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.database.engine import Store, open_store
from bench.books import check_books, count_rows
from bench.data import Data, prepare, read_data
from bench.load.case import Case
from bench.load.rest_cases import flask_hello_cases, rest_cases
from bench.load.samples import COUNT
from bench.load.server import GATEWAY, Server, served
from bench.load.soap_cases import soap_cases, spyne_hello_cases
from bench.load.wrk import Load
from bench.machine import database_version, sync_microseconds
from bench.measure import measure
from bench.progress import Progress
from bench.report import http_rounds, http_table
from bench.stages.measure import measure_stages, stages_rounds, stages_table
from bench.wrong import Wrong

YARDSTICK = (sys.executable, "-m", "bench.yardsticks.serve")
PHP_FPM = (sys.executable, "-m", "bench.yardsticks.php_fpm")


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for; `folder` takes logs, secrets and the SQLite file."""

    folder: Path
    database_url: str
    rounds: int
    seconds: float
    connections: int
    processes: int

    @property
    def settings(self) -> dict[str, str]:
        """The settings that gateway and yardsticks get in their environment."""
        return {
            "DATABASE_URL": self.database_url,
            "DATA_DIRECTORY": str(self.folder / "data"),
            "PROCESSES": str(self.processes),
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: the tables, every round, and facts about the run beside those of the machine."""

    text: str
    rounds: dict[str, Any]
    facts: dict[str, str]


def run_all(run: Run) -> Figures:
    """Measure everything; raises `Wrong`."""
    prepare(run.settings, run.folder)
    store = open_store(run.database_url)
    try:
        data = read_data(store)
        cases, rounds = _over_http(run, store, data)
        times = measure_stages([*soap_cases(data), *rest_cases(data)], run.settings, run.folder)
        check_books(store)
        facts = {
            "database": database_version(store),
            "processes": f"{run.processes} for each server",
            "connections": str(run.connections),
        }
        if store.is_sqlite:
            facts["one fsync there"] = f"{sync_microseconds(run.folder):.0f} us"
    finally:
        store.close()
    text = f"{http_table(cases, rounds)}\n\n{stages_table(times)}"
    return Figures(text, {"http": http_rounds(rounds), "stages": stages_rounds(times)}, facts)


def _over_http(run: Run, store: Store, data: Data) -> tuple[list[Case], Mapping[str, Sequence[Load]]]:
    before = count_rows(store)
    with ExitStack() as stack:

        def start(name: str, *command: str) -> Server:
            return stack.enter_context(served(command, run.settings, run.folder / f"{name}.log"))

        gateway = start("gateway", GATEWAY, "serve")
        spyne, flask = (start(name, *YARDSTICK, name) for name in ("spyne_hello", "flask_hello"))
        cases = [
            *in_turn(spyne_hello_cases(data), spyne, soap_cases(data), gateway),
            *in_turn(flask_hello_cases(data), flask, rest_cases(data), gateway),
        ]
        progress = Progress(len(cases) * (run.rounds + 1))
        rounds = measure(cases, rounds=run.rounds, seconds=run.seconds, connections=run.connections, progress=progress)
        progress.end()
    measured = [case for case, _ in cases]
    check_moved(store, before.movements, measured, rounds)
    return measured, rounds


def in_turn(
    yardsticks: Sequence[Case], their_server: Server, cases: Sequence[Case], server: Server
) -> Iterator[tuple[Case, Server]]:
    """Each yardstick, and right after it what is compared with it."""
    for yardstick in yardsticks:
        yield yardstick, their_server
        yield from ((case, server) for case in cases if case.yardstick == yardstick.name)


def check_moved(store: Store, before: int, cases: list[Case], rounds: Mapping[str, Sequence[Load]]) -> None:
    """Raise `Wrong` unless the books are whole and hold every update that was answered.

    They may hold some more: those that wrk had sent and no longer waited for, and those of the warm-up.
    """
    check_books(store)
    moving = [case.name for case in cases if case.moves]
    answered = sum(load.answered + 2 * COUNT for name in moving for load in rounds[name])
    added = count_rows(store).movements - before
    if added < answered:
        raise Wrong(f"{answered} updates were answered, but the books have {added} more movements.")

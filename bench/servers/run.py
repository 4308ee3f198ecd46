"""One whole measurement of the servers: database, servers, rounds, books."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace

from adapters.database.engine import open_store
from bench.books import count_rows
from bench.data import Data, prepare, read_data
from bench.load.case import Case
from bench.load.rest_cases import rest_cases
from bench.load.server import Server, served
from bench.load.soap_cases import soap_cases
from bench.machine import database_version
from bench.measure import Rounds, measure
from bench.progress import Progress
from bench.report import http_rounds, http_table
from bench.run import Figures, Run, check_moved
from bench.servers.candidates import Candidate
from gateway.metrics import DIRECTORY_VARIABLE

_OPERATIONS = ("SOAP enquiry", "REST enquiry", "SOAP update", "REST update")


def run_all(run: Run, candidates: Sequence[Candidate]) -> Figures:
    """Measure every candidate; the first is the yardstick of the others. Raises `Wrong`."""
    prepare(run.settings, run.folder)
    store = open_store(run.database_url)
    try:
        data = read_data(store)
        before = count_rows(store)
        cases, rounds = _over_http(run, data, candidates)
        check_moved(store, before.movements, cases, rounds)
        facts = {
            "database": database_version(store),
            "processes": f"{run.processes} for each server",
            "connections": str(run.connections),
        }
        return Figures(http_table(cases, rounds), http_rounds(rounds), facts)
    finally:
        store.close()


def _over_http(run: Run, data: Data, candidates: Sequence[Candidate]) -> tuple[list[Case], Rounds]:
    with ExitStack() as stack:
        servers = [stack.enter_context(_served(run, place, each)) for place, each in enumerate(candidates)]
        called = [
            (_case(operation, candidate, candidates[0]), server)
            for operation in [*soap_cases(data), *rest_cases(data)]
            if operation.name in _OPERATIONS
            for candidate, server in zip(candidates, servers, strict=True)
        ]
        progress = Progress(len(called) * (run.rounds + 1))
        rounds = measure(called, rounds=run.rounds, seconds=run.seconds, connections=run.connections, progress=progress)
        progress.end()
    return [case for case, _ in called], rounds


def _served(run: Run, place: int, candidate: Candidate) -> AbstractContextManager[Server]:
    counters = run.folder / f"metrics-{place}"
    counters.mkdir()
    # All count into a directory that their processes share; `loyalty-gateway serve` makes its own.
    settings = {**run.settings, **candidate.settings, DIRECTORY_VARIABLE: str(counters)}
    return served(candidate.command, settings, run.folder / f"server-{place}.log")


def _case(operation: Case, candidate: Candidate, first: Candidate) -> Case:
    yardstick = "" if candidate is first else f"{operation.name}, {first.name}"
    return replace(operation, name=f"{operation.name}, {candidate.name}", yardstick=yardstick)

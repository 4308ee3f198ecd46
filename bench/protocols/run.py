"""One whole measurement: database, our program and its peers, rounds, books, stages."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from adapters.database.engine import Store, open_store
from bench.books import check_books, count_rows
from bench.data import Data, prepare, read_data
from bench.load.case import Case
from bench.load.peer_cases import floor_case, node_case, php_cases
from bench.load.php_read import write_php_read
from bench.load.rest_cases import flask_hello_cases, rest_cases
from bench.load.server import GATEWAY, Server, served
from bench.load.soap_cases import soap_cases, spyne_hello_cases
from bench.machine import database_version, sync_microseconds
from bench.measure import Rounds, measure
from bench.progress import Progress
from bench.protocols.alone import DatabaseAlone, database_alone
from bench.protocols.comparisons import alone_line, ratios_table
from bench.protocols.programs import NODE, NODE_FOLDER, PHP, Program
from bench.report import http_rounds, http_table
from bench.run import PHP_FPM, YARDSTICK, Figures, Run, check_moved, in_turn
from bench.stages.measure import measure_stages, stages_rounds, stages_table

Start = Callable[..., Server]
Called = list[tuple[Case, Server]]


def run_all(run: Run, peers: Sequence[Program]) -> Figures:
    """Measure everything beside those peers that are installed; raises `Wrong`."""
    prepare(run.settings, run.folder)
    store = open_store(run.database_url)
    try:
        data = read_data(store)
        with database_alone(run.folder, run.seconds) as alone:
            cases, rounds = _over_http(run, store, data, peers, alone)
        times = measure_stages([*soap_cases(data), *rest_cases(data)], run.settings, run.folder)
        check_books(store)
        facts = {
            "database": database_version(store),
            "processes": f"{run.processes} for each server",
            "connections": str(run.connections),
            "one fsync there": f"{sync_microseconds(run.folder):.0f} us",
        }
    finally:
        store.close()
    tables = [ratios_table(rounds, alone.rounds), http_table(cases, rounds), alone_line(alone.rounds)]
    kept: dict[str, Any] = {"http": http_rounds(rounds), "stages": stages_rounds(times)}
    kept["database alone"] = [one.figures for one in alone.rounds]
    return Figures("\n\n".join([*tables, stages_table(times)]), kept, facts)


def _over_http(
    run: Run, store: Store, data: Data, peers: Sequence[Program], alone: DatabaseAlone
) -> tuple[list[Case], Rounds]:
    before = count_rows(store)
    with ExitStack() as stack:

        def start(name: str, *command: str, **settings: str) -> Server:
            log = run.folder / f"{name}.log"
            return stack.enter_context(served(command, {**run.settings, **settings}, log))

        called = _cases(run, store, data, peers, start)
        progress = Progress(len(called) * (run.rounds + 1))
        rounds = measure(
            called,
            rounds=run.rounds,
            seconds=run.seconds,
            connections=run.connections,
            progress=progress,
            after_round=alone.measure,
            # Node's compiler takes some seconds to be done.
            warm_up_seconds=2 * run.seconds,
        )
        progress.end()
    cases = [case for case, _ in called]
    check_moved(store, before.movements, cases, rounds)
    return cases, rounds


def _cases(run: Run, store: Store, data: Data, peers: Sequence[Program], start: Start) -> Called:
    """What is called, in turn: the peers of the SOAP enquiry first, then each yardstick with what is compared with it."""
    called: Called = [(floor_case(data), start("lxml_floor", *YARDSTICK, "lxml_floor"))]
    if NODE in peers:
        called.append((node_case(data), start("node", "node", str(NODE_FOLDER / "server.js"))))
    if PHP in peers:
        read = run.folder / "read.php"
        cases = php_cases(data, write_php_read(store, data, read))
        server = start("php", *PHP_FPM, READ_FILE=str(read))
        called += [(case, server) for case in cases]
    gateway = start("gateway", GATEWAY, "serve")
    spyne, flask = (start(name, *YARDSTICK, name) for name in ("spyne_hello", "flask_hello"))
    called += in_turn(spyne_hello_cases(data), spyne, soap_cases(data), gateway)
    called += in_turn(flask_hello_cases(data), flask, rest_cases(data), gateway)
    return called

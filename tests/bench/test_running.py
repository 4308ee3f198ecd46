"""The parts that run the project's own programs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from adapters.database.engine import Store, open_store
from bench.command import command
from bench.data import Data, prepare, read_data
from bench.load.case import Case
from bench.load.peer_cases import floor_case, node_case, php_cases
from bench.load.php_read import write_php_read
from bench.load.processor_time import processor_seconds
from bench.load.rest_cases import flask_hello_cases, rest_cases
from bench.load.samples import take_samples
from bench.load.server import run_gateway, served
from bench.load.soap_cases import soap_cases, spyne_hello_cases
from bench.protocols.command import command as protocols_command
from bench.protocols.programs import NODE, NODE_FOLDER, PHP, install_node_packages
from bench.run import PHP_FPM, YARDSTICK, Run
from bench.servers.command import command as servers_command
from bench.stages.measure import measure_stages, stages_table
from bench.stages.stopwatch import STAGES
from bench.updates.command import command as updates_command
from bench.wrong import Wrong


@dataclass
class World:
    """A prepared database, and what is called in it."""

    run: Run
    store: Store
    data: Data

    def sample(self, case: Case, *command: str, **settings: str) -> None:
        """Serve the case by this command, look at some answers, and see that they took processor time."""
        environment = {**self.run.settings, **settings}
        with served(command, environment, self.run.folder / "log") as server:
            take_samples(case, server.address, prefix="x")
            assert processor_seconds(server.pid) > 0


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("bench")
    run = Run(folder, f"sqlite:///{folder / 'b.sqlite3'}", rounds=1, seconds=1, connections=1, processes=1)
    prepare(run.settings, folder, customers=200)
    store = open_store(run.database_url)
    yield World(run, store, read_data(store, customers=200))
    store.close()


def test_every_operation_is_answered_rightly_and_timed(world: World) -> None:
    cases = [*soap_cases(world.data), *rest_cases(world.data)]
    times = measure_stages(cases, world.run.settings, world.run.folder, calls=10)
    for calls in times.values():
        assert all(sum(call[stage] for call in calls) > 0 for stage in STAGES)
    assert stages_table(times).count("\n") == len(cases) + 1
    named = {case.name for case in [*spyne_hello_cases(world.data), *flask_hello_cases(world.data)]}
    assert {case.yardstick for case in cases} == named


def test_every_yardstick_in_python_answers_rightly(world: World) -> None:
    for module, cases in (
        ("spyne_hello", spyne_hello_cases(world.data)),
        ("flask_hello", flask_hello_cases(world.data)),
        ("lxml_floor", [floor_case(world.data)]),
    ):
        with served([*YARDSTICK, module], world.run.settings, world.run.folder / "log") as server:
            for case in cases:
                take_samples(case, server.address, prefix="x")


@pytest.mark.skipif(not NODE.is_installed(), reason=f"Node is not installed: {NODE.how_to}")
def test_node_answers_rightly(world: World) -> None:
    install_node_packages()
    world.sample(node_case(world.data), "node", str(NODE_FOLDER / "server.js"))


@pytest.mark.skipif(not PHP.is_installed(), reason=f"PHP is not installed: {PHP.how_to}")
def test_php_answers_rightly_and_reads_what_the_gateway_reads(world: World, tmp_path: Path) -> None:
    file = tmp_path / "read.php"
    account = write_php_read(world.store, world.data, file)
    for case in php_cases(world.data, account):
        world.sample(case, *PHP_FPM, READ_FILE=str(file))
    richer = account._replace(figures=account.figures._replace(balance=account.figures.balance + 10_000))
    (_, read) = php_cases(world.data, richer)
    with pytest.raises(Wrong, match="balance>"):
        world.sample(read, *PHP_FPM, READ_FILE=str(file))


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    with pytest.raises(Wrong, match="no such thing"), served(command, {}, tmp_path / "log"):
        pass


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="DATABASE_URL"):
        run_gateway(["migrate"], {"DATABASE_URL": "mysql://nowhere/x", "DATA_DIRECTORY": str(tmp_path)})


def test_the_time_of_children_counts() -> None:
    before = processor_seconds(os.getpid())
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        deadline = time.monotonic() + 20
        while processor_seconds(os.getpid()) < before + 0.1:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("bench", command),
        ("bench.updates", updates_command),
        ("bench.protocols", protocols_command),
        ("bench.servers", servers_command),
    ],
)
def test_help_teaches(name: str, made: click.Command) -> None:
    shown = CliRunner().invoke(made, ["--help"], prog_name=f"python -m {name}").output
    assert shown.startswith(f"Usage: python -m {name}")
    assert f"  python -m {name}\n" in shown or f"  python -m {name}  " in shown

"""The parts that run the project's own programs."""

import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from adapters.database.engine import open_store
from bench.command import command
from bench.data import prepare, read_data
from bench.load.processor_time import processor_seconds
from bench.load.rest_cases import flask_hello_cases, rest_cases
from bench.load.samples import take_samples
from bench.load.server import run_gateway, served
from bench.load.soap_cases import soap_cases, spyne_hello_cases
from bench.run import YARDSTICK, Run
from bench.stages.measure import measure_stages, stages_table
from bench.stages.stopwatch import STAGES
from bench.updates.command import command as updates_command
from bench.wrong import Wrong


def test_every_operation_and_yardstick_is_answered_rightly_and_timed(tmp_path: Path) -> None:
    run = Run(tmp_path, f"sqlite:///{tmp_path / 'b.sqlite3'}", rounds=1, seconds=1, connections=1, processes=1)
    prepare(run.settings, tmp_path, customers=200)
    store = open_store(run.database_url)
    data = read_data(store, customers=200)
    cases = [*soap_cases(data), *rest_cases(data)]
    times = measure_stages(cases, run.settings, tmp_path, calls=10)
    store.close()
    for calls in times.values():
        assert all(sum(call[stage] for call in calls) > 0 for stage in STAGES)
    assert stages_table(times).count("\n") == len(cases) + 1
    for module, yardsticks in (("spyne_hello", spyne_hello_cases(data)), ("flask_hello", flask_hello_cases(data))):
        with served([*YARDSTICK, module], run.settings, tmp_path / "log") as server:
            for case in yardsticks:
                take_samples(case, server.address, prefix="x")
            assert processor_seconds(server.pid) > 0
    named = {case.name for case in [*spyne_hello_cases(data), *flask_hello_cases(data)]}
    assert {case.yardstick for case in cases} == named


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


@pytest.mark.parametrize(("name", "made"), [("bench", command), ("bench.updates", updates_command)])
def test_help_teaches(name: str, made: click.Command) -> None:
    shown = CliRunner().invoke(made, ["--help"], prog_name=f"python -m {name}").output
    assert shown.startswith(f"Usage: python -m {name}")
    assert f"  python -m {name}\n" in shown or f"  python -m {name}  " in shown

"""A till at the served program on SQLite, while strace writes down every write, sync and answer."""

import os
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.crash.crashing_gateway import ROOT, children, kill
from bench.crash.stubborn_till import StubbornTill
from bench.crash.trace import OPTIONS
from bench.crash.world import ACCOUNTS
from bench.wrong import Wrong
from tests.services.gateway import PROGRAM
from tests.services.process import GuardedProcess, free_port, make_directory

NAME = "traced.sqlite3"
END_SECONDS = 20


def transaction_id(number: int) -> str:
    """The id of the traced till's update of this number, from 0."""
    return f"traced-{number}"


def trace_updates(strace: Path, settings: Mapping[str, str], folder: Path, *, updates: int, planted: str = "") -> Path:
    """Send so many updates one after the other, over both protocols in turn; the file of the trace.

    What was in the database before is kept beside it, in `folder / "before"`. Raises `Wrong`.
    """
    before = folder / "before"
    before.mkdir()
    for file in folder.glob(f"{NAME}*"):
        shutil.copy(file, before)
    trace, port = folder / "trace", free_port()
    environment = {**settings, "LISTEN_PORT": str(port), "PLANTED": planted, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "bench.crash.planted_gateway"] if planted else [str(PROGRAM), "serve"]
    command = [str(strace), *OPTIONS, "-o", str(trace), "/usr/bin/env"]
    command += [*(f"{name}={value}" for name, value in environment.items()), *program]
    process = GuardedProcess(make_directory("traced", ""), "", command, "SIGKILL")
    try:
        tills = [StubbornTill(f"http://127.0.0.1:{port}", is_soap=is_soap) for is_soap in (True, False)]
        for number in range(updates):
            told = tills[number % 2].update(ACCOUNTS[number % 3], transaction_id(number), 1 + number % 7)
            if told.answer.replayed:
                raise Wrong(f"{transaction_id(number)} was not new")
        for till in tills:
            till.close()
        _end(process)
    finally:
        process.stop()
    return trace


def _end(process: GuardedProcess) -> None:
    """Kill the program, and let strace write its last line."""
    tracers = children(process.guardian_pid)
    deadline = time.monotonic() + END_SECONDS
    while traced := [pid for tracer in tracers for pid in _below(tracer)]:
        kill(traced)
        if time.monotonic() > deadline:
            raise Wrong("The traced program does not end.")
        time.sleep(0.05)
    os.sync()


def _below(pid: int) -> list[int]:
    found = children(pid)
    return found + [each for child in found for each in _below(child)]

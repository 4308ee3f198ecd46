"""Drives wrk for one round of one case."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.load.case import Case
from bench.load.processor_time import processor_seconds
from bench.load.server import Server
from bench.wrong import Wrong

SCRIPT = Path(__file__).with_name("wrk.lua")
MISSING = "wrk is not installed: apt-get install wrk"


@dataclass(frozen=True, slots=True)
class Load:
    """One round: answers per second, latencies in milliseconds, and the mean size of a reply in bytes."""

    per_second: float
    p50: float
    p99: float
    slowest: float
    answered: int
    reply_bytes: float
    cpu_us: float


def is_installed() -> bool:
    """Whether wrk is on the PATH."""
    return shutil.which("wrk") is not None


def run_wrk(case: Case, server: Server, *, prefix: str, seconds: float, connections: int) -> Load:
    """Send the case for so long; raises `Wrong` where any answer was not a 2xx or 3xx, or broke off.

    `prefix` begins every transaction id of the round. wrk runs for whole seconds only, so the time is rounded up.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as file:
        file.write(lua_table(case, prefix))
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(SCRIPT)]
        command += [server.address + case.path, "--", file.name]
        began = processor_seconds(server.pid)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds_used = processor_seconds(server.pid) - began
    reports = [line for line in done.stdout.splitlines() if line.startswith("REPORT ")]
    if done.returncode or not reports:
        raise Wrong(f"wrk failed on {case.name}: {done.stderr or done.stdout}")
    return read_report(case, reports[-1].removeprefix("REPORT "), seconds_used)


def read_report(case: Case, text: str, processor_seconds_used: float) -> Load:
    """The round that wrk reports; raises `Wrong` where there was anything but good answers in it."""
    report = json.loads(text)
    if report["refused"] or report["broken"] or not report["answered"]:
        raise Wrong(
            f"{case.name}: of {report['answered']} answers {report['refused']} were errors, and {report['broken']} "
            "connections broke or timed out."
        )
    return Load(
        per_second=report["answered"] / report["microseconds"] * 1e6,
        p50=report["p50"] / 1000,
        p99=report["p99"] / 1000,
        slowest=report["slowest"] / 1000,
        answered=report["answered"],
        reply_bytes=report["bytes"] / report["answered"],
        cpu_us=processor_seconds_used * 1e6 / report["answered"],
    )


def lua_table(case: Case, prefix: str) -> str:
    """The case as a Lua file; raises ValueError for text that is not plain ASCII."""
    headers = ", ".join(f"[{_lua(name)}] = {_lua(value)}" for name, value in case.headers.items())
    accounts = f"accounts = {{ {', '.join(map(_lua, case.accounts))} }}, " if case.accounts else ""
    body = f"body = {_lua(case.body)}, " if case.body else ""
    return (
        f"return {{ method = {_lua(case.method)}, {body}{accounts}headers = {{ {headers} }}, prefix = {_lua(prefix)} }}"
    )


def _lua(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise ValueError("a case is plain ASCII")
    # Of such text, a JSON string is a Lua string.
    return json.dumps(text)

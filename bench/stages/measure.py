"""Calls the application in process and prints where the time goes."""

import io
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.load.case import Case
from bench.stages.stopwatch import EDGE, STAGES, Stopwatch
from bench.stages.timed_application import timed_application
from bench.table import markdown_table
from bench.wrong import Wrong

CALLS = 200
ROUNDS = 5

Times = Mapping[str, Sequence[Mapping[str, float]]]
"""For each case, the seconds of each stage of each call."""


def measure_stages(cases: Sequence[Case], settings: Mapping[str, str], folder: Path, *, calls: int = CALLS) -> Times:
    """Call each case `calls` times, in rounds; raises `Wrong` for any answer that is not the right one."""
    watch = Stopwatch()
    run = f"{time.time_ns():x}"
    times: dict[str, list[Mapping[str, float]]] = {case.name: [] for case in cases}
    with timed_application(settings, watch, folder / "stages.log") as application:
        for number in range(ROUNDS + 1):
            for place, case in enumerate(cases):
                for call in range(calls // ROUNDS):
                    _call(application, case, watch, f"{run}-{place}-{number}-{call}", call)
                    taken = watch.take()
                    # The first round warms caches and prepares statements.
                    if number:
                        times[case.name].append(taken)
    return times


def stages_table(times: Times) -> str:
    """Microseconds of each stage and of the whole call: the lower quartile, which other work on the machine moves least."""
    headings = ("In process, us per call", *STAGES, "whole call")
    return markdown_table(headings, [_row(name, calls) for name, calls in times.items()])


def stages_rounds(times: Times) -> dict[str, Any]:
    """The same figures by case and stage, for the file."""
    return {
        name: {stage: _microseconds([call[stage] for call in calls]) for stage in STAGES}
        for name, calls in times.items()
    }


def _row(name: str, calls: Sequence[Mapping[str, float]]) -> list[str]:
    stages = [f"{_microseconds([call[stage] for call in calls]):,.0f}" for stage in STAGES]
    return [name, *stages, f"{_microseconds([sum(call.values()) for call in calls]):,.0f}"]


def _microseconds(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=4)[0] * 1e6


def _call(application: Callable[..., Any], case: Case, watch: Stopwatch, transaction_id: str, place: int) -> None:
    environ = environ_of(case, transaction_id, place)
    started: list[str] = []
    with watch.stage(EDGE):
        body = b"".join(application(environ, lambda status, _headers: started.append(status)))
    wrong = started[0] if not started[0].startswith("200") else case.check(body)
    if wrong:
        raise Wrong(f"{case.name} was answered wrongly in process ({wrong}): {body[:300]!r}")


def environ_of(case: Case, transaction_id: str, place: int) -> dict[str, Any]:
    """The case as a WSGI server would hand it over."""
    body = case.body_for(transaction_id, place)
    path, _, query = case.path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": case.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in case.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ

"""The servers, each started as its own documentation would have it, with as many processes and threads."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load.server import GATEWAY, ROOT

_SCRIPTS = Path(sys.executable).parent
_ADDRESS = "$LISTEN_HOST:$LISTEN_PORT"
# From the second call of a connection on it says 0.0.0.0 for the caller's address, which is not this machine's.
_UWSGI_SETTINGS = {"ALLOW_INSECURE_AUTH": "true"}
MISSING = "gunicorn and uWSGI are not installed: make env GROUP=bench"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server with so many threads in each process, and what it needs to be set.

    `command` finds its address in LISTEN_HOST and LISTEN_PORT.
    """

    name: str
    command: Sequence[str]
    settings: Mapping[str, str]


def candidates(processes: int, threads: Sequence[int]) -> list[Candidate]:
    """Every server with every number of threads; the one that the product is served by comes first."""
    return [
        Candidate(f"{name}, {_counted(count)}", command, {"THREADS": str(count), **settings})
        for count in threads
        for name, command, settings in (
            ("Granian", [GATEWAY, "serve"], {}),
            ("gunicorn gthread", _gunicorn(processes, count), {}),
            ("uWSGI", _uwsgi(processes, count), _UWSGI_SETTINGS),
        )
    ]


def are_installed() -> bool:
    """Whether the servers that the product does not use are here."""
    return all((_SCRIPTS / name).exists() for name in ("gunicorn", "uwsgi"))


def _gunicorn(processes: int, threads: int) -> list[str]:
    options = f"--worker-class gthread --workers {processes} --threads {threads} --keep-alive 60 --log-level warning"
    return _shell(f"{_script('gunicorn')} --bind {_ADDRESS} {options} wsgi:application")


def _uwsgi(processes: int, threads: int) -> list[str]:
    # Lazy: an open database must not be forked. The log of requests would be all that is measured.
    how = "--master --lazy-apps --die-on-term --need-app --disable-logging --so-keepalive --http-keepalive"
    counts = f"--processes {processes} --threads {threads} --enable-threads --thunder-lock --listen 100"
    return _shell(
        f"{_script('uwsgi')} --http11-socket {_ADDRESS} --chdir {shlex.quote(str(ROOT))} {how} {counts} -w wsgi"
    )


def _script(name: str) -> str:
    return shlex.quote(str(_SCRIPTS / name))


def _shell(command: str) -> list[str]:
    return ["/bin/sh", "-c", f"exec {command}"]


def _counted(threads: int) -> str:
    return f"{threads} threads" if threads > 1 else "1 thread"

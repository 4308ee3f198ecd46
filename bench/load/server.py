"""Starts a server of this project as a user would, in a process of its own, and stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.wrong import Wrong

ROOT = Path(__file__).resolve().parents[2]
GATEWAY = str(Path(sys.executable).with_name("loyalty-gateway"))
START_SECONDS = 90
STOP_SECONDS = 10


def free_port() -> int:
    """A port on 127.0.0.1 that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run_gateway(arguments: Sequence[str], settings: Mapping[str, str]) -> str:
    """Run a `loyalty-gateway` command to its end; what it printed. Raises `Wrong` where it fails."""
    environment = {**os.environ, **settings}
    done = subprocess.run([GATEWAY, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Wrong(f"loyalty-gateway {' '.join(arguments)} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its base address and its process."""

    address: str
    pid: int


@contextmanager
def served(command: Sequence[str], settings: Mapping[str, str], log: Path) -> Iterator[Server]:
    """A server that this command starts, with these settings in its environment.

    Its output goes to the file `log`. Raises `Wrong`, with the end of the log, where it does not come up.
    """
    port = free_port()
    environment = {**os.environ, **settings, "LISTEN_HOST": "127.0.0.1", "LISTEN_PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output)
    try:
        _wait(process, port, log)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Wrong(f"A server did not start ({log.stem}): {log.read_text(errors='replace')[-2000:]}")

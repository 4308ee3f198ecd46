"""The served program under a supervisor, as in a shop: whatever of it is killed is started again."""

import os
import random
import shutil
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.services.gateway import PROGRAM
from tests.services.process import GuardedProcess, free_port, make_directory

ROOT = Path(__file__).resolve().parents[2]
_LOOP = 'while :; do "$@" >>"$OUTPUT" 2>&1; sleep 0.05; done'


class CrashingGateway:
    """The program over this migrated database, on a port that stays; `planted` names a bug of `planted_gateway`."""

    def __init__(self, settings: Mapping[str, str], *, processes: int = 2, planted: str = "") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._outputs = make_directory("crash-log", "")
        environment = {
            **settings,
            "LISTEN_PORT": str(self.port),
            "PROCESSES": str(processes),
            "DATABASE_LOCK_TIMEOUT_SECONDS": "2",
            "OUTPUT": str(self._outputs / "output"),
            "PLANTED": planted,
            "PYTHONPATH": str(ROOT),
        }
        program = [sys.executable, "-m", "bench.crash.planted_gateway"] if planted else [str(PROGRAM), "serve"]
        command = ["/usr/bin/env", *(f"{name}={value}" for name, value in environment.items())]
        command += ["/bin/sh", "-c", _LOOP, "supervisor", *program]
        self._process = GuardedProcess(make_directory("crash", ""), "", command)

    @property
    def log(self) -> str:
        """All that the program has written so far."""
        file = self._outputs / "output"
        return file.read_text(errors="replace") if file.exists() else ""

    def processes(self) -> tuple[list[int], list[int]]:
        """The process ids of the main process (none while it is started again) and of those that answer."""
        mains = [pid for shell in children(self._process.guardian_pid) for pid in children(shell)]
        return mains, [worker for main in mains for worker in children(main)]

    def kill_one(self, dice: random.Random) -> int:
        """SIGKILL one answering process; how many were killed."""
        _, workers = self.processes()
        return kill(dice.sample(workers, min(1, len(workers))))

    def kill_all(self) -> int:
        """SIGKILL every process of the program, the main one first; how many were killed."""
        mains, workers = self.processes()
        return kill([*mains, *workers])

    def stop(self) -> None:
        """End it for good."""
        self._process.stop()
        shutil.rmtree(self._outputs, ignore_errors=True)


def children(pid: int) -> list[int]:
    """The processes that this one started, and that are still there (Linux only)."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def kill(pids: list[int]) -> int:
    """SIGKILL these; how many were there."""
    count = 0
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            count += 1
    return count

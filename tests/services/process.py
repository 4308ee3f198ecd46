"""What every throw-away service needs: a directory, a port, an ordinary user, and a guardian that stops it."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

GUARDIAN = Path(__file__).with_name("guardian.py")
ROOM_BYTES = 1 << 30


def ordinary_user(*preferred: str) -> str:
    """The user to run a service as when the tests run as root; empty when they run as an ordinary user already."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*preferred, "nobody") if name in known)


def make_directory(service: str, user: str) -> Path:
    """Make an empty directory that belongs to ``user``, in memory where there is room (a sync there costs nothing)."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private directory in it
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_BYTES
    directory = Path(tempfile.mkdtemp(prefix=f"loyalty-{service}-", dir=memory if roomy else None))
    if user:
        shutil.chown(directory, user)
    return directory


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class GuardedProcess:
    """A service's process. ``stop`` ends it and removes its directory; so does the end of the test process."""

    def __init__(self, directory: Path, user: str, command: list[str], stop_signal: str = "SIGTERM") -> None:
        self._log = directory / "service.log"
        with self._log.open("wb") as log:
            self._guardian = subprocess.Popen(
                [sys.executable, str(GUARDIAN), str(directory), user, stop_signal, *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )

    @property
    def guardian_pid(self) -> int:
        """The process id of the guardian, whose child the service is."""
        return self._guardian.pid

    @property
    def log(self) -> str:
        """What the service has written so far."""
        return self._log.read_text(errors="replace")

    def stop(self) -> None:
        """Stop the service and wait until it is gone; a second time does nothing."""
        if self._guardian.returncode is None:
            self._guardian.communicate(timeout=30)

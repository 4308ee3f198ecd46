"""Runs one service, and stops it and removes its directory when the test run ends, however it ends.

Its standard input is a pipe that the test process holds open. When that closes (a normal end, an interrupt, or a test
process that was killed) the service is stopped. Called as ``python guardian.py DIRECTORY USER SIGNAL COMMAND...``;
USER is empty for the user of the test run.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

STOP_SECONDS = 10


def main(directory: str, user: str, stop_signal: str, command: list[str]) -> int:
    """Run the command until standard input closes; then end it and its children; return 0."""
    service = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        user=user or None,
        group=user_group(user),
        extra_groups=[] if user else None,
    )
    sys.stdin.read()
    for number in (signal.Signals[stop_signal], signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(service.pid, number)
        with suppress(subprocess.TimeoutExpired):
            service.wait(STOP_SECONDS)
    shutil.rmtree(directory, ignore_errors=True)
    return 0


def user_group(user: str) -> int | None:
    """The main group of a user by name; None for no user."""
    if not user:
        return None
    return pwd.getpwnam(user).pw_gid


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))

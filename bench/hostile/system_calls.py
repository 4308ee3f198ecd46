"""Looks at the files that processes open and the connections that they make, by strace, where it is there and may."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Calls:
    """The lines of what should not have been done, and whether anybody looked."""

    is_watched: bool = False
    suspicious: list[str] = field(default_factory=list)


@contextmanager
def watched(pids: Sequence[int], forbidden: Sequence[str]) -> Iterator[Calls]:
    """Watch these processes: opening a forbidden file is suspicious, and connecting anywhere by IP is."""
    calls = Calls()
    program = shutil.which("strace")
    if not program:
        yield calls
        return
    with tempfile.NamedTemporaryFile() as output:
        wanted = [argument for pid in pids for argument in ("-p", str(pid))]
        command = [program, "-f", "-q", "-e", "trace=open,openat,connect", "-o", output.name, *wanted]
        strace = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        calls.is_watched = strace.poll() is None
        try:
            yield calls
        finally:
            strace.terminate()
            strace.wait()
        lines = Path(output.name).read_text(errors="replace").splitlines()
        calls.suspicious = [line for line in lines if any(file in line for file in forbidden) or "AF_INET" in line]

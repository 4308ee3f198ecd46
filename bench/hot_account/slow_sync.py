"""A disk that keeps its word: every sync of a program takes longer, by a small library loaded before the others."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.wrong import Wrong

_SOURCE = Path(__file__).with_suffix(".c")


def build(folder: Path) -> Path:
    """Compile the library into this folder; raises `Wrong` where there is no C compiler."""
    library = folder / "slow_sync.so"
    try:
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"], check=True)  # noqa: S607 - the C compiler, wherever it is
    except (OSError, subprocess.CalledProcessError) as error:
        raise Wrong("A C compiler is needed to slow syncs down: apt-get install gcc libc6-dev.") from error
    # A server that runs as another user loads it too.
    folder.chmod(0o755)
    return library


@contextmanager
def slowed(library: Path, delay_us: int) -> Iterator[None]:
    """Programs that are started in this block sync so many microseconds longer; 0 leaves them as they are."""
    if not delay_us:
        yield
        return
    os.environ.update(LD_PRELOAD=str(library), SYNC_DELAY_US=str(delay_us))
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"], os.environ["SYNC_DELAY_US"]

"""A process that another one started for its own ends, and that must not outlive it."""

import os
import signal
import threading
import time
from multiprocessing import parent_process

LOOK_SECONDS = 0.5
STOP_SECONDS = 5.0


def end_with_parent() -> None:
    """End this process once its parent has ended, in whatever way: it is asked to stop, and soon after stopped.

    Looked at rather than signalled by the kernel: a signal that comes while a server starts is lost in it.
    """
    threading.Thread(target=_watch, name="end-with-parent", daemon=True).start()


def _watch() -> None:
    parent = parent_process()
    if parent is None:
        return
    while os.getppid() == parent.pid:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os._exit(1)

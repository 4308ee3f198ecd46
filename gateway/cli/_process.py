"""What each serving process does before it serves."""

import os
import resource
import signal
import threading
import time
from multiprocessing import parent_process
from typing import Any

from gateway.application import application_from_environment
from gateway.http.overdue_connections import OverdueConnections
from gateway.settings import GROUPS, read_settings
from gateway.settings.setting import settings_of

LOOK_SECONDS = 0.5
STOP_SECONDS = 5.0
OPEN_FILES = 65_536


def load(_target: str) -> Any:
    """The application, in a process that ends with its parent and has no secret left in its environment.

    Granian copies the environment into every request's.
    """
    _allow_open_files()
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    application = application_from_environment()
    OverdueConnections(application.arrival.waiting, read_settings().server.listen_port).start()
    for group in GROUPS.values():
        for _, setting in settings_of(group):
            if setting.is_secret:
                os.environ.pop(setting.name, None)
    return application


def _allow_open_files() -> None:
    """Each connection is an open file, and the usual soft limit is a quarter of what CONNECTIONS_LIMIT allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, OPEN_FILES) if hard == resource.RLIM_INFINITY else max(soft, min(hard, OPEN_FILES))
    if soft != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _end_with_parent() -> None:
    """Without its parent nobody would stop or replace this process, and it would hold the address for ever.

    Looked at rather than signalled by the kernel: a signal that comes while the server starts is lost in it.
    """
    parent = parent_process()
    if parent is None:
        return
    while os.getppid() == parent.pid:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os._exit(1)

"""What each serving process does before it serves."""

import os
import resource
from pathlib import Path
from typing import Any

from gateway.application import application_from_environment
from gateway.end_with_parent import end_with_parent
from gateway.http.connection_shares import ConnectionShares
from gateway.http.overdue_connections import OverdueConnections
from gateway.metrics import DIRECTORY_VARIABLE
from gateway.settings import GROUPS, read_settings
from gateway.settings.setting import settings_of

OPEN_FILES = 65_536


def load(_target: str) -> Any:
    """The application, in a process that ends with its parent and has no secret left in its environment.

    Granian copies the environment into every request's.
    """
    _allow_open_files()
    end_with_parent()
    application = application_from_environment()
    server = read_settings().server
    OverdueConnections(application.arrival.waiting, server.listen_port).start()
    if server.processes > 1:
        ConnectionShares(application.surplus, server.listen_port, Path(os.environ[DIRECTORY_VARIABLE])).start()
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

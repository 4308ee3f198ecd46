"""What each serving process does before it serves."""

import ctypes
import os
import signal
import sys
from typing import Any

from gateway.application import application_from_environment
from gateway.settings import GROUPS
from gateway.settings.setting import settings_of

PR_SET_PDEATHSIG = 1


def load(_target: str) -> Any:
    """The application, in a process that ends with its parent and has no secret left in its environment.

    Granian copies the environment into every request's.
    """
    _end_with_parent()
    application = application_from_environment()
    for group in GROUPS.values():
        for _, setting in settings_of(group):
            if setting.is_secret:
                os.environ.pop(setting.name, None)
    return application


def _end_with_parent() -> None:
    """Without its parent nobody would stop or replace this process, and it would hold the address for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

"""Which addresses take larger messages than the others, and how much of such messages is kept at the same time."""

from collections.abc import Collection
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

AT_ONCE = 8
"""For how many of the largest messages there is room at the same time, in one process."""

_TAKEN_KEY = "loyalty.large_body"


class NoRoomError(Exception):
    """There is no room for another large message."""


class LargeBodies:
    """Lets a POST to one of these paths grow up to `limit_bytes`, as long as there is room for what it has to grow.

    What fits into the limit of all other addresses takes no room, so a sender who only says that much will come keeps
    nobody out.
    """

    def __init__(self, paths: Collection[str], limit_bytes: int, *, room_bytes: int | None = None) -> None:
        self.limit_bytes = limit_bytes
        self._paths = frozenset(paths)
        self._free_bytes = limit_bytes * AT_ONCE if room_bytes is None else room_bytes
        self._lock = Lock()

    def takes(self, environ: "WSGIEnvironment") -> bool:
        """Whether this request is for one of the addresses."""
        return environ["REQUEST_METHOD"] == "POST" and environ.get("PATH_INFO", "") in self._paths

    def enter(self, environ: "WSGIEnvironment", size_bytes: int) -> None:
        """Take room for so much of this request's body, until `leave`; raises `NoRoomError` where there is none."""
        with self._lock:
            if size_bytes > self._free_bytes:
                raise NoRoomError
            self._free_bytes -= size_bytes
        environ[_TAKEN_KEY] = size_bytes

    def leave(self, environ: "WSGIEnvironment") -> None:
        """Give back the room of this request, if it has taken any."""
        if taken := environ.pop(_TAKEN_KEY, 0):
            with self._lock:
                self._free_bytes += taken

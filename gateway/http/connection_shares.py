"""Evens out connections between the processes of one gateway: who holds more than a share announces the end of some.

The system deals connections to the processes by a hash, and counts nothing. A till that hears `Connection: close` with its
reply connects anew for its next call, and is dealt again. Nothing is done to a call in hand.
"""

import os
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from gateway.http.connections import are_told, seconds_of_silence

LOOK_SECONDS = 0.25
LOOK_SHARE = 0.005
"""At most so much of a core's time is spent on looking: the more connections there are, the longer are the pauses."""
FAILURE_PAUSE_SECONDS = 60.0
IN_USE_SECONDS = 5.0
"""A connection is in use for so long after something came by it."""

_PREFIX = "connections-"
_HELD = struct.Struct("=II")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """How many connections a process holds: open ones, and those of them that are in use."""

    open: int
    in_use: int


class Surplus:
    """How many connections are still to be ended, each with a reply."""

    def __init__(self) -> None:
        self._left: list[None] = []

    def become(self, count: int) -> None:
        """From now on it is so many."""
        self._left = [None] * count

    def take(self) -> bool:
        """Whether the reply in hand is to end its connection; that makes it one less. Any thread may ask."""
        left = self._left
        if not left:
            return False
        try:
            left.pop()
        except IndexError:
            return False
        return True


def surplus_of(own: Held, others: Sequence[Held]) -> int:
    """How many connections a process has above its share, of all that are open and of all that are in use.

    Of both, as only one that is in use can be ended with a reply: else a crowd of idle ones would drive those away.
    """
    every = [own, *others]
    open_share = -(-sum(each.open for each in every) // len(every))
    in_use_share = -(-sum(each.in_use for each in every) // len(every))
    return max(0, min(own.open - open_share, own.in_use - in_use_share))


class ConnectionShares:
    """Counts the connections of this process to one port beside those of the others, in a thread of its own."""

    def __init__(self, surplus: Surplus, port: int, directory: Path) -> None:
        """`surplus` is told what is found; in `directory` the processes tell one another, and nobody else does."""
        self._surplus = surplus
        self._port = port
        self._own = directory / f"{_PREFIX}{os.getpid()}"

    def start(self) -> None:
        """Begin, where the system tells what is needed."""
        if are_told():
            threading.Thread(target=self._look_on, name="connection-shares", daemon=True).start()

    def look(self) -> None:
        """Count once, tell the others, and say what is above the share."""
        silent = list(seconds_of_silence(self._port))
        held = Held(len(silent), sum(seconds < IN_USE_SECONDS for seconds in silent))
        self._own.write_bytes(_HELD.pack(held.open, held.in_use))
        self._surplus.become(surplus_of(held, list(self._others())))

    def _look_on(self) -> None:
        while True:
            began = time.thread_time()
            try:
                self.look()
            except Exception:  # noqa: BLE001 - connections stay as they were dealt, and calls are answered as before
                self._surplus.become(0)
                _log.exception("failure", where="connection shares")
                time.sleep(FAILURE_PAUSE_SECONDS)
            time.sleep(max(LOOK_SECONDS, (time.thread_time() - began) / LOOK_SHARE))

    def _others(self) -> Iterator[Held]:
        for path in self._own.parent.iterdir():
            if not path.name.startswith(_PREFIX) or path == self._own:
                continue
            try:
                os.kill(int(path.name.removeprefix(_PREFIX)), 0)
            except ProcessLookupError:
                path.unlink(missing_ok=True)
                continue
            told = path.read_bytes()
            # A file that is just being written is empty, and without the other there is no surplus.
            if len(told) == _HELD.size:
                yield Held(*_HELD.unpack(told))

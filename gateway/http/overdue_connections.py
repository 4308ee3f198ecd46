"""Closes connections whose sender lets the gateway wait: the server itself sets no time limit for a body.

A thread that waits for a body is woken by its connection only, and WSGI doesn't tell which one that is. But Linux tells of
every connection when something last came and last went. Where something came after the gateway last sent anything, a
reply is owed; and while a body is overdue, connections on which one is owed for long are those of senders that drip.
"""

import socket
import threading
import time
from contextlib import suppress

import structlog

from gateway.http.connections import are_told, connections_to, seconds_since
from gateway.http.waiting_bodies import WaitingBodies

LOOK_SECONDS = 0.25
CROWDED_SECONDS = 2.0
"""How long a body may take while more than half of the room for waiting is taken."""

_TICK_SECONDS = 0.02
_log = structlog.get_logger(__name__)


class OverdueConnections:
    """Looks after the connections of one port, in a thread of its own, while any body is waited for."""

    def __init__(self, waiting: WaitingBodies, port: int) -> None:
        self._waiting = waiting
        self._port = port
        self._owed_since: dict[int, float] = {}
        self._rounds = 0

    def start(self) -> None:
        """Begin, where the system tells what is needed."""
        if are_told():
            threading.Thread(target=self._look_on, name="overdue-connections", daemon=True).start()

    def _look_on(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            try:
                self._look()
            except Exception:  # noqa: BLE001 - without this thread nobody would be cut off any more
                _log.exception("failure", where="overdue connections")

    def _look(self) -> None:
        if self._waiting.longest_seconds() < LOOK_SECONDS:
            self._owed_since.clear()
            return
        patience = CROWDED_SECONDS if self._waiting.is_crowded else self._waiting.limit_seconds
        patience = min(patience, self._waiting.limit_seconds)
        is_overdue = self._waiting.longest_seconds() > patience
        # What the first rounds don't find has been silent since the gateway last sent, like a connection that is idle;
        # closing one of those hurts nobody.
        self._rounds = self._rounds + 1 if is_overdue else 0
        with_silent = self._rounds > 4
        now, owed_since, closed = time.monotonic(), {}, 0
        for connection, inode in connections_to(self._port):
            sent, received = seconds_since(connection)
            if received < sent - _TICK_SECONDS:
                # Owed at every look since then, and nothing has been sent in between.
                since = owed_since[inode] = max(self._owed_since.get(inode, now), now - sent)
                is_late = now - since > patience
            else:
                is_late = with_silent and received > patience
            if is_overdue and is_late:
                closed += 1
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._owed_since = owed_since
        if closed:
            _log.warning("slow senders", closed=closed, patience_seconds=patience)

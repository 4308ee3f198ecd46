"""Senders that drip: into a header, into a body, in chunks, or that say nothing at all."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_HEAD = b"POST /axis2/services/AccountBalanceService HTTP/1.1\r\nHost: till\r\nContent-Type: text/xml\r\n"
BEGINNINGS = {
    "header": _HEAD + b"X-Dri",
    "body": _HEAD + b"Content-Length: 900\r\n\r\n<",
    "chunk": _HEAD + b"Transfer-Encoding: chunked\r\n\r\n384\r\n<",
    "silent body": _HEAD + b"Content-Length: 900\r\n\r\n",
    "idle": b"",
}


class SlowSenders:
    """Open connections, of every kind in turn."""

    def __init__(self, port: int, count: int, kinds: tuple[str, ...] = tuple(BEGINNINGS)) -> None:
        self._open: list[tuple[str, socket.socket]] = []
        for number in range(count):
            kind = kinds[number % len(kinds)]
            sender = socket.create_connection(("127.0.0.1", port), timeout=30)
            self._open.append((kind, sender))
            sender.sendall(BEGINNINGS[kind])

    def drip(self) -> None:
        """Let each that drips send one more byte; those that were cut off send nothing any more."""
        for kind, sender in self._open:
            if kind in {"header", "body", "chunk"}:
                with suppress(OSError):
                    sender.sendall(b"x")

    def still_open(self, *kinds: str) -> int:
        """How many of these kinds the other side has not closed."""
        return sum(_is_open(sender) for kind, sender in self._open if kind in kinds)

    def close(self) -> None:
        """Hang up."""
        for _, sender in self._open:
            sender.close()


def _is_open(sender: socket.socket) -> bool:
    sender.settimeout(0)
    try:
        while sender.recv(4096):
            pass
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def slow_senders(port: int, count: int, kinds: tuple[str, ...] = tuple(BEGINNINGS)) -> Iterator[SlowSenders]:
    """Many slow senders, who hang up in the end."""
    senders = SlowSenders(port, count, kinds)
    try:
        yield senders
    finally:
        senders.close()

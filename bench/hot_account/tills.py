"""Tills that move one account over kept connections, each as fast as it is answered, watched from one thread."""

import selectors
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.wrong import Wrong

WARM_UP_SECONDS = 3.0
"""The gateway evens out meanwhile what connections its processes have."""
_END_OF_HEAD = b"\r\n\r\n"


@dataclass
class _Till:
    """One connection: what it still waits for, when it asked, and when it was answered."""

    connection: socket.socket
    received: bytearray = field(default_factory=bytearray)
    began: float = 0.0
    answers: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one round came to: seconds of each answer inside the stretch that counts, and how many each till got."""

    seconds: list[float]
    by_till: list[int]
    sent: int


def move(
    address: tuple[str, int], request: Callable[[str], bytes], *, tills: int, seconds: float, prefix: str
) -> Answered:
    """Let so many tills move for so long; `request` makes the bytes of one, under a transaction id.

    Raises `Wrong` for any answer but 200 with outcome Success: a fast error is no figure.
    """
    sent = 0
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        open_tills = [_Till(stack.enter_context(socket.create_connection(address))) for _ in range(tills)]
        for till in open_tills:
            selector.register(till.connection, selectors.EVENT_READ, till)
            sent = _ask(till, request, prefix, sent)
        opens = time.perf_counter() + WARM_UP_SECONDS
        waiting = tills
        while waiting:
            for key, _ in selector.select():
                till = key.data
                if not _is_whole(till):
                    continue
                ended = time.perf_counter()
                till.answers.append((till.began, ended))
                if _is_last(till):
                    _connect_anew(till, address, stack, selector)
                if ended < opens + seconds:
                    sent = _ask(till, request, prefix, sent)
                else:
                    waiting -= 1
                    selector.unregister(till.connection)
    counted = [
        [ended - began for began, ended in till.answers if opens < ended <= opens + seconds] for till in open_tills
    ]
    return Answered([each for one in counted for each in one], [len(one) for one in counted], sent)


def _ask(till: _Till, request: Callable[[str], bytes], prefix: str, sent: int) -> int:
    till.received.clear()
    till.began = time.perf_counter()
    till.connection.sendall(request(f"{prefix}-{sent}"))
    return sent + 1


def _connect_anew(till: _Till, address: tuple[str, int], stack: ExitStack, selector: selectors.BaseSelector) -> None:
    selector.unregister(till.connection)
    till.connection.close()
    till.connection = stack.enter_context(socket.create_connection(address))
    selector.register(till.connection, selectors.EVENT_READ, till)


def _is_last(till: _Till) -> bool:
    """Whether the answer says that the gateway closes this connection."""
    return b"\r\nconnection: close\r\n" in till.received


def _is_whole(till: _Till) -> bool:
    """Read what there is; whether the answer has arrived, and is the right one."""
    piece = till.connection.recv(65_536)
    if not piece:
        raise Wrong("The gateway closed a connection in the middle of an answer.")
    till.received += piece
    head, end, body = bytes(till.received).partition(_END_OF_HEAD)
    if not end:
        return False
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    if len(body) < length:
        return False
    if not head.startswith(b"HTTP/1.1 200") or b"Success" not in body:
        raise Wrong(f"An update was answered with {bytes(till.received[:400])!r}.")
    return True

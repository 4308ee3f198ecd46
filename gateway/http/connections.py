"""The connections that were made to this process, as Linux tells of them: WSGI doesn't say which one a call came by."""

import os
import socket
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_OPEN_FILES = Path("/proc/self/fd")
# struct tcp_info of linux/tcp.h: the state; after 44 bytes, milliseconds since data was sent, an ack was sent, data was received.
_INFO = struct.Struct("=B43xIII")
_ESTABLISHED = 1


def are_told() -> bool:
    """Whether this system tells what the functions here ask for."""
    return _OPEN_FILES.is_dir() and hasattr(socket, "TCP_INFO")


def connections_to(port: int) -> Iterator[tuple[socket.socket, int]]:
    """A duplicate of every connection that was made to this port, and the number that tells it from all others.

    No duplicate of any other file is ever closed: that would take away every lock that this process has on the file
    (POSIX has it so), and SQLite's locks are all that keeps the writers of two processes apart.
    """
    for number in [int(each.name) for each in _OPEN_FILES.iterdir()]:
        with suppress(OSError):
            if not _is_socket(number):
                continue
            # A file may be closed, and its number taken by another, while this looks: a duplicate stays what it is.
            duplicate = os.dup(number)
            if not _is_socket(duplicate):
                continue  # It stays open, for its locks.
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=duplicate) as connection:
                address = connection.getsockname()
                if isinstance(address, tuple) and address[1] == port and connection.getpeername():
                    yield connection, os.fstat(duplicate).st_ino


def seconds_of_silence(port: int) -> Iterator[float]:
    """For every connection that was made to this port, how long ago data was last received by it.

    It costs a third of what duplicates do (3 us for each open file), and may say the time of another connection that took the
    number of one meanwhile.
    """
    for number in [int(each.name) for each in _OPEN_FILES.iterdir()]:
        with suppress(OSError):
            connection = socket.SocketType(socket.AF_INET, socket.SOCK_STREAM, 0, number)
            try:
                address = connection.getsockname()
                if isinstance(address, tuple) and address[1] == port:
                    state, _, _, received = _told(connection)
                    if state == _ESTABLISHED:
                        yield received / 1000
            finally:
                connection.detach()


def _is_socket(file: int) -> bool:
    return stat.S_ISSOCK(os.fstat(file).st_mode)


def seconds_since(connection: socket.socket) -> tuple[float, float]:
    """How long ago data was last sent and received; where none was, since the connection was made."""
    _, sent, _, received = _told(connection)
    return sent / 1000, received / 1000


def _told(connection: socket.SocketType) -> tuple[int, int, int, int]:
    state, sent, acknowledged, received = _INFO.unpack(
        connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size)
    )
    return state, sent, acknowledged, received

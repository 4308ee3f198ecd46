"""A cable between a client and a server on this machine that can be cut and mended: a TCP proxy in a thread."""

import selectors
import socket
import threading
from contextlib import suppress


class Cable:
    """Carries bytes from `port` to the server; while it is cut, nothing connects and what was connected is gone."""

    def __init__(self, server_port: int) -> None:
        self._server = ("127.0.0.1", server_port)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._guard = threading.Lock()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        """Close every connection, and refuse new ones."""
        self._listener.close()
        with self._guard:
            for end in [end for pair in self._pairs for end in pair]:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            self._pairs.clear()

    def mend(self) -> None:
        """Carry again."""
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        listener.settimeout(0.1)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while listener.fileno() >= 0:
            try:
                near, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            try:
                pair = (near, socket.create_connection(self._server))
            except ConnectionRefusedError:
                near.close()
                continue
            with self._guard:
                self._pairs.append(pair)
            threading.Thread(target=_carry, args=pair, daemon=True).start()


def _carry(near: socket.socket, far: socket.socket) -> None:
    other = {near: far, far: near}
    # Not by select(), which knows no descriptor above 1,023: whoever runs all tests may hold more.
    with near, far, selectors.DefaultSelector() as ends, suppress(OSError, ValueError):
        for end in other:
            ends.register(end, selectors.EVENT_READ)
        while True:
            for key, _ in ends.select():
                end = near if key.fileobj is near else far
                data = end.recv(65536)
                if not data:
                    return
                other[end].sendall(data)

"""Tills with kept connections, and which process of the program each connection was dealt to."""

import json
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.builders import LOYALTY
from tests.gateway.shop import ACCOUNT, PASSWORD, TILL
from tests.services.gateway import ServedGateway

PATIENCE_SECONDS = 120
_HEADERS = {
    "Content-Type": "application/json",
    "Authorization": "Basic " + b64encode(f"{TILL}:{PASSWORD}".encode()).decode(),
}


class DealtTills:
    """Each moves points by turns over its own connection, and connects anew where a reply has said that it ends."""

    def __init__(self, gateway: ServedGateway) -> None:
        self._gateway = gateway
        self._connections: list[HTTPConnection] = []
        self.moved = 0
        self.announced = 0

    def gather(self, count: int) -> None:
        """Connect until so many tills are at one process, and let go those that were dealt to another."""
        while not self._connections or max(self.dealt().values()) < count:
            self._connections.append(HTTPConnection("127.0.0.1", self._gateway.port, timeout=30))
            self._connections[-1].connect()
            self._until_accepted()
        dealt = self.dealt()
        crowded = max(dealt, key=lambda pid: dealt[pid])
        for each, holder in zip(list(self._connections), self._holders(), strict=True):
            if holder != crowded:
                each.close()
                self._connections.remove(each)

    def move(self) -> None:
        """Each moves one point."""
        for each in self._connections:
            each.request("POST", "/WebRestApi/rest/accountBalances/update", json.dumps(self._update()), _HEADERS)
            reply = each.getresponse()
            assert (reply.status, b"Success" in reply.read()) == (200, True)
            self.moved += 1
            self.announced += reply.headers.get("Connection") == "close"

    def move_until_dealt(self, *counts: int) -> None:
        """Move on until the processes have so many connections, whichever has which; fails where that never comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (dealt := sorted(self.dealt().values())) != sorted(counts):
            assert time.monotonic() < deadline, f"The connections are dealt {dealt}, and were to be {counts}."
            self.move()

    def dealt(self) -> dict[int, int]:
        """How many of these tills are connected to each process."""
        holders = self._holders()
        return {pid: holders.count(pid) for pid in self._gateway.worker_pids}

    def close(self) -> None:
        """Let all go."""
        for each in self._connections:
            each.close()

    def _update(self) -> dict[str, object]:
        return {
            "transactionId": f"dealt-{self.moved}",
            "deviceId": {"@type": "deviceKey", "id": "pos1@0001.enactor"},
            "accountId": ACCOUNT,
            "accountType": LOYALTY,
            "updateAmount": 1,
            "status": "COMPLETED",
        }

    def _until_accepted(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._holders()[-1] is None:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def _holders(self) -> list[int | None]:
        """The process at the other end of each; None where there is none (yet)."""
        inodes = _inodes_by_till(self._gateway.port)
        owners = {socket: pid for pid in self._gateway.worker_pids for socket in _sockets_of(pid)}
        ports = [each.sock.getsockname()[1] if each.sock else 0 for each in self._connections]
        return [owners.get(f"socket:[{inodes.get(port)}]") for port in ports]


def _inodes_by_till(server_port: int) -> dict[int, str]:
    """The number of the server's end of each connection, by the port of the till's end."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(row[2][-4:], 16): row[9] for row in rows if row[1].endswith(f":{server_port:04X}")}


def _sockets_of(pid: int) -> set[str]:
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(each.readlink()))
    return found


@contextmanager
def dealt_tills(gateway: ServedGateway) -> Iterator[DealtTills]:
    """Tills at this program; none is connected yet."""
    tills = DealtTills(gateway)
    try:
        yield tills
    finally:
        tills.close()

"""Sends hostile documents to the served program, one after the other, and keeps what came of each."""

import base64
import http.client
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.gateway.shop import PASSWORD, TILL
from tests.services.gateway import ServedGateway
from tests.wsdl.hostile.document import Hostile
from tests.wsdl.hostile.judge import kind_of

WARM_COUNT = 500
"""After how many documents memory is first looked at: what is made once is there by then."""

_BASIC = "Basic " + base64.b64encode(f"{TILL}:{PASSWORD}".encode()).decode()


@dataclass
class Attack:
    """What came of it: kinds of answer by family, times in seconds, complaints, memory in KiB."""

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    first_kib: int = 0
    most_kib: int = 0
    touched: list[str] = field(default_factory=list)
    is_watched: bool = False
    has_moved: bool = False


def attack(gateway: ServedGateway, documents: Sequence[Hostile]) -> Attack:
    """Send each and judge its answer."""
    done = Attack()
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=30)
    for number, document in enumerate(track(documents, "Documents", console=Console(stderr=True), transient=True)):
        began = time.perf_counter()
        try:
            status, headers, body = _sent(connection, document)
        except (OSError, http.client.HTTPException) as error:
            done.complaints.append(f"{document.name}: no answer ({type(error).__name__})")
            connection.close()
            continue
        done.seconds.append(time.perf_counter() - began)
        try:
            done.kinds[document.family, kind_of(document, status, headers, body)] += 1
        except AssertionError as complaint:
            done.complaints.append(str(complaint).splitlines()[0])
        if number % 100 == 0 and number >= WARM_COUNT:
            memory = sum(map(_resident_kib, gateway.worker_pids))
            done.first_kib = done.first_kib or memory
            done.most_kib = max(done.most_kib, memory)
    connection.close()
    return done


def _sent(connection: http.client.HTTPConnection, document: Hostile) -> tuple[int, dict[str, str], bytes]:
    headers = {"Content-Type": document.content_type, "Authorization": _BASIC, "SOAPAction": '""'}
    if coding := document.headers.get("HTTP_CONTENT_ENCODING"):
        headers["Content-Encoding"] = coding
    connection.request("POST", f"/axis2/services{document.path}", document.body, headers)
    reply = connection.getresponse()
    return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()


def _resident_kib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4

"""A small WSGI client for the tests of the edge."""

from io import BytesIO
from typing import Any, NamedTuple

from gateway.http.arrival import Arrival
from gateway.http.call_lines import CallLines
from gateway.http.edge import Edge
from gateway.http.large_bodies import LargeBodies
from gateway.http.mounts import Mount, Mounts, in_plain_text
from gateway.http.transport import TransportSecurity
from gateway.http.waiting_bodies import WaitingBodies
from gateway.metrics import Metrics


class Reply(NamedTuple):
    status: str
    headers: dict[str, str]
    body: bytes


def edge_over(
    application: Any,
    *,
    tells_all: bool = False,
    metrics: Metrics | None = None,
    protocol: str = "soap",
    waiting: WaitingBodies | None = None,
    refusing: Any = in_plain_text,
    large: LargeBodies | None = None,
) -> Edge:
    """An edge with one application under it."""
    return Edge(
        Mounts(pages={}, folders={}, nothing=Mount(protocol, application, refusing=refusing)),
        transport=TransportSecurity([]),
        metrics=metrics or Metrics(),
        lines=CallLines(tells_all=tells_all),
        arrival=Arrival(body_limit_bytes=1000, threads=4, waiting=waiting or WaitingBodies(4, 20.0), large=large),
    )


def request(application: Any, body: bytes = b"", **environ: Any) -> Reply:
    """Send one request to a WSGI application."""
    told: list[Any] = []
    whole = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
    }
    if body:
        whole |= {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body))}
    parts = application(whole | environ, lambda status, headers, *_: told.append((status, headers)))
    return Reply(told[-1][0], dict(told[-1][1]), b"".join(parts))

"""What the edge costs each call, beside the same application without it: `python -m bench.edge [several]`.

`several` measures with the counters in a directory that several processes share.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from gateway.http.arrival import Arrival
from gateway.http.call_lines import CallLines
from gateway.http.edge import Edge
from gateway.http.mounts import Mount, Mounts
from gateway.http.transport import TransportSecurity
from gateway.http.waiting_bodies import WaitingBodies
from gateway.metrics import DIRECTORY_VARIABLE, Metrics

ROUNDS, CALLS = 12, 20_000
REQUEST = {
    "REQUEST_METHOD": "POST",
    "PATH_INFO": "/WebRestApi/rest/accountBalances/update",
    "SCRIPT_NAME": "",
    "QUERY_STRING": "",
    "REMOTE_ADDR": "127.0.0.1",
    "CONTENT_LENGTH": "200",
    "wsgi.url_scheme": "http",
}


def application(_environ: Any, start_response: Any) -> list[bytes]:
    """A face that answers at once."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def main() -> None:
    """Measure and print."""
    if "several" in sys.argv[1:]:
        os.environ[DIRECTORY_VARIABLE] = tempfile.mkdtemp()
    metrics = Metrics()
    edge = Edge(
        Mounts(pages={}, folders={}, nothing=Mount("rest", application)),
        transport=TransportSecurity([]),
        metrics=metrics,
        lines=CallLines(tells_all=False),
        arrival=Arrival(body_limit_bytes=65_536, threads=32, waiting=WaitingBodies(480, 20.0)),
    )
    bare = microseconds(lambda: application(request(), ignore))
    behind = microseconds(lambda: edge(request(), ignore))
    counting = microseconds(lambda: metrics.count("rest", "update-balance", "Success", 0.004))
    print(
        f"bare {bare:.1f} us, behind the edge {behind:.1f} us: it adds {behind - bare:.1f} us, {counting:.1f} to count"
    )


def microseconds(call: Callable[[], object]) -> float:
    """The processor time of one call, in the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(CALLS):
            call()
        best = min(best, time.process_time() - began)
    return best / CALLS * 1_000_000


def request() -> dict[str, Any]:
    """A request with a body of 200 bytes."""
    return {**REQUEST, "wsgi.input": BytesIO(b"x" * 200)}


def ignore(*_: Any) -> Any:
    """Take a status and headers."""


if __name__ == "__main__":
    main()

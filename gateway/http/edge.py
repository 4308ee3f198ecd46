"""The outermost layer: what is the same for every call, whatever face answers it."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog

from domain.errors import LoyaltyError
from gateway.http.arrival import UNREAD_KEY, Arrival
from gateway.http.call import OUTCOME_KEY, SUCCESS, Call, current_call
from gateway.http.call_lines import CallLines
from gateway.http.connection_shares import Surplus
from gateway.http.correlation import HEADER, correlation_id_of
from gateway.http.mounts import Mount, Mounts, answer
from gateway.http.transport import TransportSecurity
from gateway.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_log = structlog.get_logger(__name__)


class Edge:
    """The gateway as one WSGI callable.

    It gives each call its correlation id, lets it arrive within bounds, decides whether its transport is secure, hands it
    to its face, and counts and tells what became of it. A reply is whole before its first byte leaves, and an exception
    that a face lets out becomes a bare 500.
    """

    def __init__(
        self,
        mounts: Mounts,
        *,
        transport: TransportSecurity,
        metrics: Metrics,
        lines: CallLines,
        arrival: Arrival,
    ) -> None:
        self.arrival = arrival
        self.surplus = Surplus()
        """Connections that replies are to end; none, unless somebody says so."""
        self._mounts = mounts
        self._transport = transport
        self._metrics = metrics
        self._lines = lines

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        began = time.perf_counter()
        call = Call(correlation_id_of(environ), is_secure=self._transport.settle(environ))
        refused, mount = self.arrival.refuse(environ), self._mounts.find(environ)
        if refused:
            # An outcome by name: a Http503 would be an error line for each.
            environ[OUTCOME_KEY] = refused.error.code
            mount = replace(mount, application=mount.refusing(refused))
        token = current_call.set(call)
        try:
            with self.arrival.turns:
                reply, body = _reply_of(mount, environ)
            outcome = environ.get(OUTCOME_KEY) or call.outcome or _outcome_of(reply.status)
            seconds = time.perf_counter() - began
            self._metrics.count(mount.protocol, call.operation, outcome, seconds)
            self._lines.tell(call, mount.protocol, outcome, reply.status[:3], seconds)
        finally:
            current_call.reset(token)
            self.arrival.leave(environ)
        reply.headers.append((HEADER, call.correlation_id))
        if UNREAD_KEY in environ or self.surplus.take():
            reply.headers.append(("Connection", "close"))
        start_response(reply.status, reply.headers)
        return body


class _Reply:
    """Keeps what a face tells `start_response`."""

    __slots__ = ("headers", "status", "written")

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.written: list[bytes] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], _exc_info: Any = None, /
    ) -> Callable[[bytes], object]:
        self.status = status
        self.headers = list(headers)
        return self.written.append


def _reply_of(mount: Mount, environ: "WSGIEnvironment") -> tuple[_Reply, list[bytes]]:
    reply = _Reply()
    try:
        body = mount.application(environ, reply)
        try:
            return reply, [b"".join([*reply.written, *body])]
        finally:
            if hasattr(body, "close"):
                body.close()
    except Exception:  # noqa: BLE001 - the last resort: nothing of it may leave
        _log.exception("failure", where="edge", protocol=mount.protocol)
        environ[OUTCOME_KEY] = LoyaltyError.code
        reply = _Reply()
        sentence = f"{LoyaltyError.sentence_default}\n"
        return reply, answer(reply, "500 Internal Server Error", sentence.encode())


def _outcome_of(status: str) -> str:
    return SUCCESS if status < "4" else f"Http{status[:3]}"

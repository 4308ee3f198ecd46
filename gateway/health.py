"""/livez and /readyz: whether the process runs, and whether it can do its work."""

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from adapters.database.replica import ReplicaWatch
from adapters.database.store_health import StoreHealth
from domain.errors import StoreUnavailable
from gateway.http.call import OUTCOME_KEY
from gateway.http.mounts import answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RETRY_AFTER_SECONDS = 2
NOT_READY = "NotReady"


def livez(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Says that the process answers. It asks nothing of the database: a restart would not bring that back."""
    del environ
    return answer(start_response, "200 OK", b"alive\n")


class Readyz:
    """Says whether calls can be served: 200, or 503 with Retry-After and what is not right."""

    def __init__(
        self,
        read_health: Callable[[], StoreHealth],
        oldest_event_limit_seconds: float,
        replica: ReplicaWatch | None = None,
    ) -> None:
        self._read_health = read_health
        self._replica = replica
        self._limit = oldest_event_limit_seconds

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        checks = self._checks()
        is_ready = not any(check.startswith("not") for check in checks.values() if isinstance(check, str))
        body = json.dumps({"ready": is_ready, **checks}, indent=2).encode() + b"\n"
        if is_ready:
            return answer(start_response, "200 OK", body, "application/json")
        environ[OUTCOME_KEY] = NOT_READY
        retry = [("Retry-After", str(RETRY_AFTER_SECONDS))]
        return answer(start_response, "503 Service Unavailable", body, "application/json", retry)

    def _checks(self) -> dict[str, Any]:
        try:
            health = self._read_health()
        except StoreUnavailable:
            return {"database": "not reachable"}
        if not health.is_current:
            return {"database": "ok", "migrations": "not at the newest: run loyalty-gateway migrate"}
        age = health.oldest_event_seconds
        is_late = bool(self._limit) and age is not None and age > self._limit
        return {
            "database": "ok",
            "migrations": "ok",
            "events": "not sent in time: is the worker running?" if is_late else "ok",
            "oldestEventSeconds": None if age is None else round(age, 3),
            # Left out, it makes nobody wait: the primary answers instead.
            **({"replica": self._replica.state} if self._replica else {}),
        }

"""One application over a core that says what a test tells it to, to be asked on both of its roads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple, cast

from rest.application import build_rest_application
from rest.enactor.compiled.road import CompiledRoad
from tests.rest.fakes.authenticate import FakeAuthenticate

TILL = "Basic dGlsbC0xOmRlbW8="
BASE = "/WebRestApi/rest"


class Response(NamedTuple):
    """What came back."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class ToldCore:
    """Every use case gives, or raises, the same; `called` is what was asked of which."""

    says: Any = None
    called: list[tuple[str, Any]] = field(default_factory=list)

    def authenticate(self, credentials: Any, *, subject: str) -> Any:
        self.called.append(("authenticate", (credentials, subject)))
        return FakeAuthenticate()(credentials, subject=subject)

    def __getattr__(self, name: str) -> Any:
        def use_case(caller: Any, command: Any) -> Any:
            self.called.append((name, (caller, command)))
            if isinstance(self.says, Exception):
                raise self.says
            return self.says

        return use_case


class TwoRoads:
    """The application; `road` is how a request enters it, `road.declared` what the short road stands in for."""

    def __init__(self) -> None:
        self.core = ToldCore()
        app = build_rest_application(cast("Any", self.core), correlation_id=lambda _: "correlation-1")
        self.road = cast("CompiledRoad", app.wsgi_app)

    def ask_both(self, says: Any, environ: Mapping[str, Any], body: bytes = b"") -> Response:
        """The answer, which is the same on both roads and asks the same of the core."""
        short = self.ask(self.road, says, environ, body)
        called = self.core.called
        declared = self.ask(self.road.declared, says, environ, body)
        assert short == declared
        assert called == self.core.called
        return short

    def ask(self, application: Any, says: Any, environ: Mapping[str, Any], body: bytes = b"") -> Response:
        """The answer of one of them."""
        self.core.says, self.core.called = says, []
        told: list[Any] = []
        given = {**environ, "wsgi.input": BytesIO(body)}
        chunks = application(given, lambda status, headers, _exc_info=None: told.extend([status, headers]))
        answered = b"".join(chunks)
        return Response(told[0], sorted(told[1]), answered)


def request(
    method: str, path: str, query: str = "", body: bytes = b"", headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A request of a till as WSGI hands it over; `headers` by their names in the environ, empty to leave one out."""
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8080",
        "HTTP_AUTHORIZATION": TILL,
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "CONTENT_TYPE": "application/json" if body else "",
        "wsgi.url_scheme": "http",
        "wsgi.errors": BytesIO(),
        **(headers or {}),
    }
    return {name: value for name, value in environ.items() if value or name in {"SCRIPT_NAME", "QUERY_STRING"}}

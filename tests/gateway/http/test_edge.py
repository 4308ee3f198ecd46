"""The edge: the same care for every call, and nothing of an exception on the wire."""

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.accounts.update_command import UpdateReply
from gateway.http.call import OUTCOME_KEY, current_call, current_correlation_id
from gateway.metrics import Metrics
from tests.gateway.http.requesting import edge_over, request


def says_its_id(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [current_correlation_id().encode()]


def test_the_id_reaches_the_face_and_the_reply() -> None:
    reply = request(edge_over(says_its_id), HTTP_X_CORRELATION_ID="till-7-42")
    assert reply.body == b"till-7-42"
    assert reply.headers["X-Correlation-ID"] == "till-7-42"


def test_a_call_leaves_nothing_behind() -> None:
    request(edge_over(says_its_id))
    assert current_call.get() is None
    request(edge_over(fails_at_once))
    assert current_call.get() is None


def fails_at_once(_environ: Any, _start_response: Any) -> list[bytes]:
    raise RuntimeError("canary: SELECT * FROM secrets")


def fails_in_its_body(_environ: Any, start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Set-Cookie", "canary=1")])
    yield b"canary"
    raise RuntimeError("canary: SELECT * FROM secrets")


@pytest.mark.parametrize("application", [fails_at_once, fails_in_its_body])
def test_an_exception_becomes_a_bare_500(application: Any) -> None:
    reply = request(edge_over(application))
    assert reply.status == "500 Internal Server Error"
    assert b"canary" not in reply.body
    assert "Set-Cookie" not in reply.headers
    assert reply.headers["X-Correlation-ID"]


class Closing:
    """A body that must be closed."""

    is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"a", b"b"])

    def close(self) -> None:
        self.is_closed = True


def test_a_body_is_closed_and_whole() -> None:
    body = Closing()

    def application(_environ: Any, start_response: Any) -> Closing:
        start_response("200 OK", [])
        return body

    assert request(edge_over(application)).body == b"ab"
    assert body.is_closed


def test_what_a_face_writes_comes_before_its_body() -> None:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])(b"first ")
        return [b"second"]

    assert request(edge_over(application)).body == b"first second"


def test_a_body_past_the_limit_does_not_reach_the_face() -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [str(len(environ["wsgi.input"].read())).encode()]

    assert request(edge_over(application), b"x" * 1000).body == b"1000"
    assert request(edge_over(application), b"x" * 5000).body == b"0"
    assert (
        request(edge_over(application), b"x" * 5000, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked").body
        == b"1001"
    )


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [("200 OK", "", "Success"), ("404 Not Found", "", "Http404"), ("500 Error", "InvalidInput", "InvalidInput")],
)
def test_calls_are_counted_by_what_became_of_them(status: str, said: str, outcome: str) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        if said:
            environ[OUTCOME_KEY] = said
        start_response(status, [])
        return []

    metrics = Metrics()
    request(edge_over(application, metrics=metrics))
    assert f'loyalty_calls_total{{operation="none",outcome="{outcome}",protocol="soap"}} 1.0' in metrics.page().decode()
    assert 'loyalty_call_seconds_count{operation="none",protocol="soap"} 1.0' in metrics.page().decode()


@pytest.mark.parametrize(("reply", "events"), [(UpdateReply(movement_id=7), ["movement"]), (None, [])])
def test_a_movement_is_told_though_not_every_call_is(reply: UpdateReply | None, events: list[str]) -> None:
    def moves(_environ: Any, start_response: Any) -> list[bytes]:
        call = current_call.get()
        assert call
        call.reply = reply
        start_response("200 OK", [])
        return [b""]

    with capture_logs() as told:
        request(edge_over(moves))
    assert [line["event"] for line in told] == events

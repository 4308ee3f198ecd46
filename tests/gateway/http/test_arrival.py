"""A call arrives with a plain framing, within its time, and while there is room to wait for it."""

import threading
from io import BytesIO
from typing import Any

import pytest

from gateway.http.mounts import Refused
from gateway.http.waiting_bodies import Turns, WaitingBodies
from tests.gateway.http.requesting import Reply, edge_over, request


def says_hello(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"hello"]


def sent(waiting: WaitingBodies | None = None, body: Any = b"", **environ: Any) -> Reply:
    """What an edge answers to this request, whose body may be a stream."""
    if not isinstance(body, bytes):
        environ["wsgi.input"] = body
    return request(edge_over(says_hello, waiting=waiting), b"", SERVER_PROTOCOL="HTTP/1.1", **environ)


PLAIN = {"HTTP_HOST": "loyalty.example", "CONTENT_LENGTH": "3"}


@pytest.mark.parametrize(
    "environ",
    [
        PLAIN,
        {"HTTP_HOST": "[::1]:8080", "CONTENT_LENGTH": "3"},
        {"HTTP_HOST": "10.0.0.5:8080", "HTTP_TRANSFER_ENCODING": "Chunked"},
        {"HTTP_HOST": "till_1.shop.example"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},
    ],
)
def test_a_plain_framing_is_taken(environ: dict[str, str]) -> None:
    whole: dict[str, Any] = {"wsgi.input": BytesIO(b"abc"), "CONTENT_LENGTH": "", "SERVER_PROTOCOL": "HTTP/1.1"}
    assert request(edge_over(says_hello), b"", **{**whole, **environ}).body == b"hello"


@pytest.mark.parametrize(
    "environ",
    [
        {**PLAIN, "HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_HOST": "x", "HTTP_TRANSFER_ENCODING": "gzip, chunked"},
        {"HTTP_HOST": "x", "HTTP_TRANSFER_ENCODING": "chunked, chunked"},
        {"HTTP_HOST": "x", "HTTP_TRANSFER_ENCODING": "identity,chunked"},
        {"HTTP_HOST": "x", "HTTP_TRANSFER_ENCODING": ",chunked"},
        {**PLAIN, "HTTP_CONTENT_LENGTH": "40"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_HOST": "", "CONTENT_LENGTH": "3"},
        {"HTTP_HOST": "a,b", "CONTENT_LENGTH": "3"},
        {"HTTP_HOST": "a b@c/d", "CONTENT_LENGTH": "3"},
        {"HTTP_HOST": "a:b", "CONTENT_LENGTH": "3"},
    ],
)
def test_an_ambiguous_framing_is_refused_and_the_connection_closed(environ: dict[str, str]) -> None:
    whole: dict[str, Any] = {"wsgi.input": BytesIO(b"abc"), "CONTENT_LENGTH": "", "SERVER_PROTOCOL": "HTTP/1.1"}
    reply = request(edge_over(says_hello), b"", **{**whole, **environ})
    assert (reply.status, reply.headers["Connection"]) == ("400 Bad Request", "close")


class Slow:
    """A body that takes its time, and tells when it is waited for."""

    def __init__(self) -> None:
        self.is_awaited = threading.Event()
        self.has_come = threading.Event()

    def read(self, _size: int) -> bytes:
        self.is_awaited.set()
        self.has_come.wait(10)
        return b"abc"


def test_a_body_that_took_too_long_is_refused() -> None:
    class LongAgo(WaitingBodies):
        def leave(self) -> bool:
            self._began = {thread: began - 21 for thread, began in self._began.items()}
            return super().leave()

    reply = sent(LongAgo(4, 20.0), BytesIO(b"abc"), **PLAIN)
    assert (reply.status, reply.headers["Connection"]) == ("408 Request Timeout", "close")


def test_where_too_many_are_slow_another_body_is_not_waited_for_but_a_call_without_one_is_answered() -> None:
    waiting, slow = WaitingBodies(1, 20.0), Slow()
    sender = threading.Thread(target=sent, args=(waiting, slow), kwargs=PLAIN)
    sender.start()
    assert slow.is_awaited.wait(10)
    assert waiting.is_crowded
    reply = sent(waiting, BytesIO(b"abc"), **PLAIN)
    assert (reply.status, reply.headers["Retry-After"]) == ("503 Service Unavailable", "1")
    assert sent(waiting, HTTP_HOST="x", CONTENT_LENGTH="").body == b"hello"
    assert waiting.longest_seconds() > 0
    slow.has_come.set()
    sender.join(10)
    assert not waiting.is_full
    assert waiting.longest_seconds() == 0
    assert sent(waiting, BytesIO(b"abc"), **PLAIN).body == b"hello"


def test_a_face_says_in_its_own_form_why_a_call_never_came_to_it() -> None:
    def refusing(refused: Refused) -> Any:
        def say(_environ: Any, start_response: Any) -> list[bytes]:
            start_response(f"{refused.status} so", list(refused.headers))
            return [refused.error.code.encode()]

        return say

    waiting = WaitingBodies(0, 20.0)
    edge = edge_over(says_hello, waiting=waiting, refusing=refusing)
    reply = request(edge, b"abc", SERVER_PROTOCOL="HTTP/1.1", **PLAIN)
    assert (reply.status, reply.body) == ("503 so", b"TooManySlowSenders")
    assert (reply.headers["Retry-After"], reply.headers["Connection"]) == ("1", "close")


def test_no_more_threads_than_turns_work_at_once() -> None:
    turns, at_work, most, go_on = Turns(2), [], [], threading.Event()

    def work() -> None:
        with turns:
            at_work.append(1)
            most.append(len(at_work))
            go_on.wait(0.05)
            at_work.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (max(most), len(most)) == (2, 8)


def test_a_face_reads_nothing_of_a_call_that_says_no_length() -> None:
    def says_back(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"body: " + environ["wsgi.input"].read()]

    never_ends: dict[str, Any] = {
        "wsgi.input": BytesIO(b"of the next call"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "a",
    }
    assert request(edge_over(says_back), b"", **never_ends).body == b"body: "

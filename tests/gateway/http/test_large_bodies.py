"""Some addresses take larger bodies, and no more of them at the same time than there is room for."""

from io import BytesIO
from typing import Any

import pytest

from gateway.http.edge import Edge
from gateway.http.large_bodies import LargeBodies
from gateway.http.waiting_bodies import WaitingBodies
from tests.gateway.http.requesting import Reply, edge_over, request

SMALL, LARGE = 1000, 5000
CHUNKS = {"HTTP_TRANSFER_ENCODING": "chunked"}


class Counter:
    """A face that refuses by the length as faces do, and tells how much came; it may do something meanwhile."""

    def __init__(self, meanwhile: Any = None) -> None:
        self.meanwhile = meanwhile

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        if self.meanwhile:
            self.meanwhile()
        start_response("200 OK", [])
        return [f"{environ['CONTENT_LENGTH']} {len(environ['wsgi.input'].read())}".encode()]


def edge(face: Any = None, *, waiting: WaitingBodies | None = None) -> Edge:
    """An edge that takes large bodies at /large, with room for one and a half of them beyond the small limit, and a byte."""
    large = LargeBodies({"/large"}, LARGE, room_bytes=(LARGE - SMALL) * 3 // 2 + 1)
    return edge_over(face or Counter(), large=large, waiting=waiting)


def sent(to: Edge, size: int, *, path: str = "/large", in_chunks: bool = False, method: str = "POST") -> Reply:
    framing = CHUNKS | {"CONTENT_LENGTH": ""} if in_chunks else {}
    return request(to, b"x" * size, PATH_INFO=path, REQUEST_METHOD=method, HTTP_HOST="x", **framing)


@pytest.mark.parametrize("in_chunks", [False, True])
@pytest.mark.parametrize(
    ("size", "path", "method", "kept"),
    [
        (LARGE, "/large", "POST", LARGE),
        (LARGE + 1, "/large", "POST", None),
        (SMALL, "/large", "POST", SMALL),
        (SMALL + 1, "/large", "POST", SMALL + 1),
        (SMALL, "/small", "POST", SMALL),
        (SMALL + 1, "/small", "POST", None),
        (SMALL + 1, "/large", "PUT", None),
        (SMALL + 1, "/large/", "POST", None),
    ],
)
def test_only_these_addresses_take_more_and_up_to_their_own_limit(
    size: int, path: str, method: str, kept: int | None, in_chunks: bool
) -> None:
    limit = LARGE if (path, method) == ("/large", "POST") else SMALL
    # One that is too large is told by its length, or, in chunks, by one byte more than the limit.
    told = f"{kept} {kept}" if kept else (f"{limit + 1} {limit + 1}" if in_chunks else f"{size} 0")
    assert sent(edge(), size, path=path, in_chunks=in_chunks, method=method).body.decode() == told


@pytest.mark.parametrize("in_chunks", [False, True])
def test_beyond_the_room_a_large_body_is_refused_and_small_ones_are_taken_as_ever(in_chunks: bool) -> None:
    others: list[Reply] = []

    def meanwhile() -> None:
        face.meanwhile = None
        others.append(sent(to, LARGE, in_chunks=in_chunks))
        others.append(sent(to, SMALL, in_chunks=in_chunks))
        others.append(sent(to, SMALL + (LARGE - SMALL) // 2))

    face = Counter(meanwhile)
    to = edge(face)
    assert sent(to, LARGE).status == "200 OK"
    refused, small, half = others
    assert (refused.status, refused.headers["Retry-After"]) == ("503 Service Unavailable", "1")
    assert refused.headers["Connection"] == "close"
    assert (small.status, half.status) == ("200 OK", "200 OK")
    # And there is room again, however each of them ended.
    assert [sent(to, LARGE).status for _ in range(3)] == ["200 OK"] * 3


class Breaking(BytesIO):
    """A body whose connection breaks when it has become large."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= SMALL:
            raise ConnectionError
        return super().read(size)


class NeverInTime(WaitingBodies):
    """Finds each body late."""

    def leave(self) -> bool:
        super().leave()
        return False


def test_the_room_is_given_back_when_the_connection_breaks_the_face_fails_or_the_body_is_late() -> None:
    def fail() -> None:
        raise ValueError

    face = Counter()
    to = edge(face)
    with pytest.raises(ConnectionError):
        request(to, b"x" * LARGE, PATH_INFO="/large", HTTP_HOST="x", **{"wsgi.input": Breaking(b"x" * LARGE)})
    assert sent(to, LARGE).status == "200 OK"
    face.meanwhile = fail
    assert [sent(to, LARGE).status for _ in range(2)] == ["500 Internal Server Error"] * 2
    late = edge(waiting=NeverInTime(4, 20.0))
    assert [sent(late, LARGE).status for _ in range(3)] == ["408 Request Timeout"] * 3

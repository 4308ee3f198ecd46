"""Bodies are read whole, and never further than one byte past the limit."""

from io import BytesIO
from typing import Any

import pytest

from gateway.http.body import DISCARDED, settle_body

LIMIT = 10


class Drip:
    """A body that comes byte by byte, and counts them."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read_bytes = 0

    def read(self, size: int) -> bytes:
        given = min(size, self.left, 1)
        self.left -= given
        self.read_bytes += given
        return b"x" * given


def read(body: Any, **environ: str) -> bytes:
    return settled(body, **environ)["wsgi.input"].read()  # type: ignore[no-any-return]


def settled(body: Any, **environ: str) -> dict[str, Any]:
    whole = {"wsgi.input": body, **environ}
    settle_body(whole, LIMIT)
    return whole


def test_a_body_is_read_to_its_declared_end() -> None:
    assert read(BytesIO(b"12345678"), CONTENT_LENGTH="5") == b"12345"


def test_a_body_that_comes_in_pieces_is_read_whole() -> None:
    assert read(Drip(7), CONTENT_LENGTH="7") == b"x" * 7


def test_a_body_that_ends_early_is_what_came() -> None:
    assert read(Drip(3), CONTENT_LENGTH="7") == b"xxx"


def test_a_chunked_body_is_cut_off_one_byte_past_the_limit_and_only_so_much_of_it_is_read() -> None:
    drip = Drip(1_000_000)
    assert len(read(drip, HTTP_TRANSFER_ENCODING="chunked")) == LIMIT + 1
    assert drip.read_bytes <= LIMIT * (DISCARDED + 1) + 2


@pytest.mark.parametrize(("size", "length"), [(7, "7"), (10, "10"), (50, "11")])
def test_a_chunked_body_gets_a_length_by_which_faces_can_refuse_it(size: int, length: str) -> None:
    environ = settled(Drip(size), HTTP_TRANSFER_ENCODING="chunked")
    assert environ["CONTENT_LENGTH"] == length
    assert "HTTP_TRANSFER_ENCODING" not in environ


def test_a_length_beside_chunks_is_not_believed() -> None:
    environ = settled(Drip(7), CONTENT_LENGTH="3", HTTP_TRANSFER_ENCODING="chunked")
    assert (environ["CONTENT_LENGTH"], environ["wsgi.input"].read()) == ("7", b"x" * 7)


@pytest.mark.parametrize(("length", "read_bytes"), [("11", 11), ("160", 160), ("161", 0), ("9" * 30, 0)])
def test_nothing_is_kept_of_a_body_that_says_it_is_too_large(length: str, read_bytes: int) -> None:
    drip = Drip(min(int(length), 1_000_000))
    environ = {"wsgi.input": drip, "CONTENT_LENGTH": length}
    # Whether all was read says whether the connection can go on.
    assert settle_body(environ, LIMIT) is (read_bytes > 0)
    assert (environ["wsgi.input"].read(), drip.read_bytes) == (b"", read_bytes)  # type: ignore[attr-defined]


def test_without_length_and_chunks_there_is_no_body() -> None:
    drip = Drip(5)
    assert read(drip) == b""
    assert drip.read_bytes == 0


@pytest.mark.parametrize("length", ["-1", "٣", "many", "1e3"])
def test_a_length_that_is_none_bounds_nothing_but_the_limit_does(length: str) -> None:
    assert len(read(Drip(1_000), CONTENT_LENGTH=length)) == LIMIT + 1

"""Requests whose end, length or host can be read in two ways, and honest ones that look odd.

After the cases of https://github.com/narfindustries/http-garden and RFC 9112; each that could hide a second request has
one in it, an update with a right password.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tests.builders import LOYALTY
from tests.gateway.shop import ACCOUNT, PASSWORD, TILL


class Expected(Enum):
    """What becomes of a case: how many updates are made, and whether the connection goes on."""

    REFUSED = "nothing is done, and the connection is closed"
    TAKEN = "one update is made, and the connection goes on"
    TAKEN_AND_CLOSED = "one update is made, and the connection is closed"
    ANSWERED = "an answer, and nothing is done"
    TAKEN_TWICE = "two honest requests, one after the other"


@dataclass(frozen=True)
class Framing:
    """Bytes of a request, and what is expected."""

    name: str
    request: bytes
    expected: Expected


_PASSWORD = base64.b64encode(f"{TILL}:{PASSWORD}".encode())
_START = b"POST /WebRestApi/rest/accountBalances/update HTTP/1.1\r\n"
_HOST = b"Host: gateway.example\r\n"
_COMMON = b"Authorization: Basic " + _PASSWORD + b"\r\nContent-Type: application/json\r\n"
SENTINEL = b"GET /livez HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n\r\n"
"""Sent behind each case: who answers it has not closed the connection."""


def _update(transaction_id: str) -> bytes:
    members = {"transactionId": transaction_id, "deviceId": "d", "accountId": ACCOUNT, "accountType": LOYALTY}
    return json.dumps({**members, "updateAmount": 1}).encode()


def _whole(framing: bytes, sent: bytes, start: bytes = _START, host: bytes = _HOST) -> bytes:
    return start + host + _COMMON + framing + b"\r\n" + sent


def _chunks(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def framings() -> Iterator[Framing]:
    """All of them, with transaction ids that are their own."""
    groups = (_lengths, _codings, _both, _chunk_forms, _lines, _hosts, _starts)
    cases = [case for group in groups for case in group()]
    for number, (name, request, expected) in enumerate(cases):
        # As long as what it takes the place of: lengths stay right.
        yield Framing(name, request.replace(b"NAME", b"%04d" % number), expected)


_Cases = Iterator[tuple[str, bytes, Expected]]
_BODY = _update("NAME")
_HIDDEN = _whole(b"Content-Length: %d\r\n" % len(_update("hidden-NAME")), _update("hidden-NAME"))
_CHUNKED = b"Transfer-Encoding: chunked\r\n"


def _lengths() -> _Cases:
    size = len(_BODY)
    for name, value, expected in (
        ("length plain", b"%d", Expected.TAKEN),
        ("length with zeros", b"000%d", Expected.TAKEN),
        ("length negative", b"-%d", Expected.REFUSED),
        ("length with plus", b"+%d", Expected.REFUSED),
        ("length in hex", b"0x%x", Expected.REFUSED),
        ("length as decimal", b"%d.0", Expected.REFUSED),
        ("length exponent", b"%de0", Expected.REFUSED),
        ("length in a list", b"%d, %d", Expected.REFUSED),
        ("length and another in a list", b"%d, 3", Expected.REFUSED),
        ("length two words", b"%d 0", Expected.REFUSED),
        ("length empty", b"", Expected.REFUSED),
        ("length in other digits", "\u0663".encode(), Expected.REFUSED),
        ("length huge", b"9" * 30, Expected.REFUSED),
        ("length over 64 bits", b"18446744073709551619", Expected.REFUSED),
        ("length largest", b"18446744073709551615", Expected.REFUSED),
    ):
        filled = value.replace(b"%d", b"%d" % size).replace(b"%x", b"%x" % size)
        yield name, _whole(b"Content-Length: " + filled + b"\r\n", _BODY), expected
    same, other = b"Content-Length: %d\r\n" % size, b"Content-Length: 3\r\n"
    yield "length twice the same", _whole(same + same, _BODY), Expected.TAKEN
    yield "length twice another", _whole(same + other, _BODY), Expected.REFUSED
    yield "length twice another first", _whole(other + same, _BODY + _HIDDEN), Expected.REFUSED
    yield "length folded", _whole(b"Content-Length:\r\n %d\r\n" % size, _BODY), Expected.REFUSED
    yield "length before a colon", _whole(b"Content-Length : %d\r\n" % size, _BODY), Expected.REFUSED
    yield "length with underscore", _whole(b"Content_Length: 3\r\n" + same, _BODY), Expected.REFUSED
    yield "length zero and hidden", _whole(b"Content-Length: 0\r\nContent-Length: 999\r\n", _HIDDEN), Expected.REFUSED


def _codings() -> _Cases:
    for name, value in {
        "coding after a vertical tab": b"\x0bchunked",
        "coding identity": b"identity",
        "coding unknown": b"xchunked",
        "coding in quotes": b'"chunked"',
        "coding with parameter": b"chunked;q=1",
        "coding after a comma": b",chunked",
        "coding gzip then chunked": b"gzip, chunked",
        "coding chunked then gzip": b"chunked, gzip",
        "coding chunked twice": b"chunked, chunked",
        "coding identity then chunked": b"identity, chunked",
        "coding empty": b"",
        "coding with a null": b"chunked\x00",
    }.items():
        framing = b"Transfer-Encoding: " + value + b"\r\n"
        yield name, _whole(framing, _chunks(_BODY) + _HIDDEN), Expected.REFUSED
    yield "coding plain", _whole(_CHUNKED, _chunks(_BODY)), Expected.TAKEN
    yield "coding in capitals", _whole(b"Transfer-Encoding: CHUNKED\r\n", _chunks(_BODY)), Expected.TAKEN
    yield "coding after a tab", _whole(b"Transfer-Encoding:\tchunked \r\n", _chunks(_BODY)), Expected.TAKEN
    two = b"Transfer-Encoding: identity\r\n" + _CHUNKED
    yield "coding twice", _whole(two, _chunks(_BODY) + _HIDDEN), Expected.REFUSED
    folded = b"Transfer-Encoding:\r\n chunked\r\n"
    yield "coding folded", _whole(folded, _chunks(_BODY) + _HIDDEN), Expected.REFUSED
    spaced = b"Transfer-Encoding : chunked\r\n"
    yield "coding before a colon", _whole(spaced, _chunks(_BODY) + _HIDDEN), Expected.REFUSED
    under = b"Transfer_Encoding: chunked\r\nContent-Length: %d\r\n" % len(_BODY)
    yield "coding with underscore", _whole(under, _BODY), Expected.REFUSED


def _both() -> _Cases:
    """The server takes the chunks alone and shows no length to WSGI; what follows is never read (RFC 9112, 6.1)."""
    length = b"Content-Length: 5\r\n"
    yield "length and coding", _whole(length + _CHUNKED, _chunks(_BODY) + _HIDDEN), Expected.TAKEN_AND_CLOSED
    yield "coding and length", _whole(_CHUNKED + length, _chunks(_BODY) + _HIDDEN), Expected.TAKEN_AND_CLOSED
    yield "length and an empty chunk", _whole(length + _CHUNKED, b"0\r\n\r\n" + _HIDDEN), Expected.REFUSED
    old = _START.replace(b"1.1", b"1.0")
    yield "coding in an older version", _whole(_CHUNKED, _chunks(_BODY) + _HIDDEN, old), Expected.REFUSED


def _chunk_forms() -> _Cases:
    size = b"%x" % len(_BODY)
    end = b"\r\n0\r\n\r\n"
    for name, first in {
        "chunk size in hex": b"0x" + size,
        "chunk size negative": b"-" + size,
        "chunk size with plus": b"+" + size,
        "chunk size with underscore": b"0_" + size,
        "chunk size after a space": b" " + size,
        "chunk size no number": b"zz",
        "chunk size empty": b"",
        "chunk size over 64 bits": b"1" + size.rjust(16, b"0"),
        "chunk size huge": b"F" * 17,
        "chunk with a line feed in its extension": size + b";a\nb",
    }.items():
        yield name, _whole(_CHUNKED, first + b"\r\n" + _BODY + end + _HIDDEN), Expected.REFUSED
    yield "chunk longer than its size", _whole(_CHUNKED, b"5\r\n" + _BODY + end + _HIDDEN), Expected.REFUSED
    yield "chunk with line feeds only", _whole(_CHUNKED, size + b"\n" + _BODY + b"\n0\n\n"), Expected.REFUSED
    extended = size + b";name=value\r\n" + _BODY + end
    yield "chunk with an extension", _whole(_CHUNKED, extended), Expected.TAKEN
    trailers = b"%b\r\n%b\r\n0\r\nContent-Length: 999\r\nX: y\r\n\r\n" % (size, _BODY)
    yield "trailers", _whole(_CHUNKED, trailers), Expected.TAKEN
    request_as_trailer = b"%b\r\n%b\r\n0\r\n" % (size, _BODY) + _HIDDEN
    yield "request as trailer", _whole(_CHUNKED, request_as_trailer), Expected.TAKEN_AND_CLOSED


def _lines() -> _Cases:
    length = b"Content-Length: %d\r\n" % len(_BODY)
    for name, header in {
        "header folded": b"X: a\r\n b\r\n",
        "header without colon": b"garbage\r\n",
        "header without name": b": x\r\n",
        "header with a null": b"X: a\x00b\r\n",
        "header with a bare return": b"X: a\rContent-Length: 40\r\n",
        "header after a space": b" X: a\r\n",
    }.items():
        yield name, _whole(header + length, _BODY), Expected.REFUSED
    yield "header of many fields", _whole(b"X: a\r\n" * 150 + length, _BODY), Expected.REFUSED
    yield "header huge", _whole(b"X: " + b"a" * 300_000 + b"\r\n" + length, _BODY), Expected.REFUSED
    whole = _whole(length, b"")
    yield "line feeds only", whole.replace(b"\r\n", b"\n") + _BODY, Expected.TAKEN
    yield "empty lines first", b"\r\n\r\n" + whole + _BODY, Expected.TAKEN
    yield "one after the other", whole + _BODY + _HIDDEN, Expected.TAKEN_TWICE
    yield "expecting to go on", _whole(b"Expect: 100-continue\r\n" + length, _BODY), Expected.TAKEN


def _hosts() -> _Cases:
    length = b"Content-Length: %d\r\n" % len(_BODY)
    for name, host in {
        "host missing": b"",
        "host empty": b"Host: \r\n",
        "host twice": _HOST + b"Host: evil.example\r\n",
        "host twice the same": _HOST * 2,
        "host with a path": b"Host: gateway.example/evil\r\n",
        "host with a user": b"Host: user@gateway.example\r\n",
        "host with a space": b"Host: gateway example\r\n",
    }.items():
        yield name, _whole(length, _BODY, host=host), Expected.REFUSED


def _starts() -> _Cases:
    length = b"Content-Length: %d\r\n" % len(_BODY)
    path = _START.split()[1]
    for name, start in {
        "start with two spaces": _START.replace(b" /", b"  /"),
        "start with tabs": _START.replace(b" ", b"\t"),
        "start in version 2": _START.replace(b"1.1", b"2.0"),
        "start in version 1.2": _START.replace(b"1.1", b"1.2"),
        "start without version": _START.replace(b" HTTP/1.1", b""),
        "start in small letters": _START.replace(b"HTTP", b"http"),
        "start with a header behind": _START.replace(b"\r\n", b" X: y\r\n"),
    }.items():
        yield name, _whole(length, _BODY, start), Expected.REFUSED
    absolute = _START.replace(path, b"http://evil.example" + path)
    yield "start absolute", _whole(length, _BODY, absolute), Expected.TAKEN
    search = b"GET /WebRestApi/rest/customers/search?searchName=a HTTP/1.1\r\n"
    hidden_length = b"Content-Length: %d\r\n" % len(_HIDDEN)
    yield "a body where none belongs", _whole(hidden_length, _HIDDEN, search), Expected.ANSWERED

"""Reads a request's body whole, before its face sees the call; no more than the limit is ever kept."""

from io import BytesIO
from typing import TYPE_CHECKING

from gateway.http.large_bodies import LargeBodies

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_NUMBER = 12
DISCARDED = 16
"""How many times the limit is read of a body that is too large, and thrown away.

A sender that is refused in the middle of sending often sees a broken connection, and no refusal.
"""

_PIECE_BYTES = 64 * 1024


def settle_body(environ: "WSGIEnvironment", limit_bytes: int, large: LargeBodies | None = None) -> bool:
    """Put the body, whole and with its length, in the place of the stream; whether all of it was read.

    One that is too large keeps a length that says so: its own, or, for one that came in chunks, one byte more than the
    limit. Faces refuse it by that, each in its way. Where the address takes `large` bodies, their limit holds; raises
    `NoRoomError` where there is no room for what goes beyond `limit_bytes`.
    """
    in_chunks = environ.pop("HTTP_TRANSFER_ENCODING", None) is not None
    declared = environ.get("CONTENT_LENGTH", "")
    length = _length(declared)
    most = large.limit_bytes if large else limit_bytes
    if in_chunks or (declared and length is None):
        body = _grow(environ, most + 1, limit_bytes, large)
        is_read = len(body) <= most or _discard(environ, most * DISCARDED)
    elif length and length > most:
        body = b""
        is_read = length <= most * DISCARDED and _discard(environ, length)
    else:
        body = _grow(environ, length or 0, limit_bytes, large) if large else _read(environ, length or 0)
        is_read = True
    environ["wsgi.input"] = BytesIO(body)
    if in_chunks:
        environ["CONTENT_LENGTH"] = str(len(body))
    return is_read


def _length(declared: str) -> int | None:
    """The length that a header declares, or None where it is no number."""
    if not (declared.isascii() and declared.isdigit()):
        return None
    # More digits would make a number that is slow to build, and larger than any limit.
    return int(declared[:LONGEST_NUMBER])


def _read(environ: "WSGIEnvironment", wanted: int) -> bytes:
    read = environ["wsgi.input"].read
    body: bytes = read(wanted) if wanted else b""
    if len(body) == wanted or not body:
        return body
    # A stream may give what it has; only an empty piece is its end.
    chunks = [body]
    wanted -= len(body)
    while wanted > 0 and (chunk := read(wanted)):
        chunks.append(chunk)
        wanted -= len(chunk)
    return b"".join(chunks)


def _grow(environ: "WSGIEnvironment", wanted: int, limit_bytes: int, large: LargeBodies | None) -> bytes:
    """Read so much; of what is large only one byte more than any address takes, and the rest once there is room for it."""
    first = limit_bytes + 1
    if large is None or wanted <= first:
        return _read(environ, wanted)
    body = _read(environ, first)
    if len(body) < first:
        return body
    large.enter(environ, wanted - limit_bytes)
    return body + _read(environ, wanted - first)


def _discard(environ: "WSGIEnvironment", most: int) -> bool:
    """Read on and keep nothing, up to so many bytes and one; whether the end was reached."""
    while most >= 0 and (piece := environ["wsgi.input"].read(min(most + 1, _PIECE_BYTES))):
        most -= len(piece)
    return most >= 0

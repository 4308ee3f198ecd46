"""Reads a request's body whole, before its face sees the call.

A slow sender then holds up nothing but its own thread, and no more than the limit is ever kept.
"""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_NUMBER = 12


def settle_body(environ: "WSGIEnvironment", limit_bytes: int) -> None:
    """Put the body, whole and with its length, in the place of the stream.

    One that is too large keeps a length that says so: its own, of which nothing is read, or, for one that came in
    chunks, one byte more than the limit. Faces refuse it by that, each in its way.
    """
    in_chunks = environ.pop("HTTP_TRANSFER_ENCODING", None) is not None
    declared = environ.get("CONTENT_LENGTH", "")
    wanted = limit_bytes + 1 if declared or in_chunks else 0
    if not in_chunks and declared.isascii() and declared.isdigit():
        length = int(declared) if len(declared) <= LONGEST_NUMBER else wanted
        wanted = 0 if length > limit_bytes else length
    body = _read(environ, wanted)
    environ["wsgi.input"] = BytesIO(body)
    if in_chunks:
        environ["CONTENT_LENGTH"] = str(len(body))


def _read(environ: "WSGIEnvironment", wanted: int) -> bytes:
    chunks = []
    while wanted > 0 and (chunk := environ["wsgi.input"].read(wanted)):
        chunks.append(chunk)
        wanted -= len(chunk)
    return b"".join(chunks)

"""Reads a request's body whole, before its face sees the call.

A slow sender then holds up nothing but its own thread, and no more than the limit is ever kept.
"""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_NUMBER = 12


def read_body(environ: "WSGIEnvironment", limit_bytes: int) -> BytesIO:
    """The body, cut off one byte past the limit, so that a face sees that it is too large and says so in its way.

    Nothing is read of one whose Content-Length says that it is too large.
    """
    declared = environ.get("CONTENT_LENGTH", "")
    if not declared and "HTTP_TRANSFER_ENCODING" not in environ:
        return BytesIO()
    left = limit_bytes + 1
    if declared.isascii() and declared.isdigit():
        length = int(declared) if len(declared) <= LONGEST_NUMBER else left
        if length > limit_bytes:
            return BytesIO()
        left = length
    chunks = []
    while left > 0 and (chunk := environ["wsgi.input"].read(left)):
        chunks.append(chunk)
        left -= len(chunk)
    return BytesIO(b"".join(chunks))

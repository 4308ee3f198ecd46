"""Reads the body of a request, no further than it may go."""

from typing import TYPE_CHECKING

from domain.errors import InvalidInput, TooLarge
from wsdl.refusal import SoapRefusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def read_body(environ: "WSGIEnvironment", limit_bytes: int) -> bytes:
    """The body, at most `limit_bytes` long.

    Raises `SoapRefusal` for a longer one (a Content-Length that says so is believed before anything is read), for an
    empty one and for one that ends before its Content-Length.
    """
    declared = _content_length(environ)
    if declared is not None and declared > limit_bytes:
        raise _too_large(limit_bytes)
    if declared is None and not _is_terminated(environ):
        raise SoapRefusal(InvalidInput("The request has no body; send a SOAP envelope with its Content-Length."))
    body = _read(environ, limit_bytes + 1 if declared is None else declared)
    if len(body) > limit_bytes:
        raise _too_large(limit_bytes)
    if declared is not None and len(body) < declared:
        raise SoapRefusal(InvalidInput("The body ended before its Content-Length; send the whole envelope."))
    if not body.strip():
        raise SoapRefusal(InvalidInput("The request is empty; send a SOAP envelope."))
    return body


def _content_length(environ: "WSGIEnvironment") -> int | None:
    text = environ.get("CONTENT_LENGTH") or ""
    if not text:
        return None
    # Twenty digits hold any length; more would make a number that is slow to build.
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise SoapRefusal(InvalidInput("The Content-Length is not a number of bytes."))
    return int(text)


def _is_terminated(environ: "WSGIEnvironment") -> bool:
    """Whether the input ends by itself, as a chunked body does once the server has put it together."""
    return bool(environ.get("wsgi.input_terminated")) or "HTTP_TRANSFER_ENCODING" in environ


def _read(environ: "WSGIEnvironment", wanted: int) -> bytes:
    stream = environ["wsgi.input"]
    chunks: list[bytes] = []
    while wanted > 0:
        chunk = stream.read(wanted)
        if not chunk:
            break
        chunks.append(chunk)
        wanted -= len(chunk)
    return b"".join(chunks)


def _too_large(limit_bytes: int) -> SoapRefusal:
    return SoapRefusal(
        TooLarge(f"The message is larger than {limit_bytes} bytes, the most that is taken at this address.")
    )

"""Refuses requests of which a proxy and the server could see different ends.

The server (hyper) refuses most of these by itself and closes the connection; here are the rest of those that WSGI shows:
https://www.rfc-editor.org/rfc/rfc9112 sections 3.2, 6.1 and 6.3.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# A name, an IPv4 address or one of IPv6 in brackets, and a port. Two Host headers arrive with a comma between them.
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{0,5})?")


def ambiguity_of(environ: "WSGIEnvironment") -> str:
    """What makes a request's end or its host ambiguous, in a sentence for its sender; empty where nothing does."""
    coding = environ.get("HTTP_TRANSFER_ENCODING")
    if coding is not None and (environ.get("CONTENT_LENGTH") or coding.lower() != "chunked"):
        return "Send a body either with one Content-Length, or with Transfer-Encoding: chunked and nothing beside it."
    if environ.get("HTTP_CONTENT_LENGTH") is not None:
        return "There is a header Content_Length; write Content-Length."
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and not _is_host(environ.get("HTTP_HOST", "")):
        return "HTTP/1.1 needs one header Host, with the name or the address of this server."
    return ""


@lru_cache(maxsize=64)
def _is_host(text: str) -> bool:
    return _HOST.fullmatch(text) is not None

"""What a request says about itself beside its operation: key, site, device, operator, customer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from domain.errors import InvalidInput
from domain.identity.origin import NOWHERE, Origin
from domain.text import XML_WHITESPACE, clean_identifier
from wsdl.names import core

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

KEY_HEADER = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The values of the core:requestContext block and of its HTTP twins; each is empty where nothing was sent."""

    idempotency_key: str = ""
    origin: Origin = NOWHERE
    subject: str = ""


def request_context(environ: "WSGIEnvironment", block: etree._Element | None) -> RequestContext:
    """The context of a request: the header block's values, else those of the HTTP headers.

    Raises `InvalidInput` for a value that is no identifier, as REST does for the same headers.
    """
    if block is None and _KEYS.isdisjoint(environ):
        return _NO_CONTEXT
    site, device, operator, subject = (_value(environ, block, *names) for names in _VALUES)
    return RequestContext(
        idempotency_key=_block_key(block) or _header_key(environ),
        origin=Origin(site, device, operator),
        subject=subject,
    )


_NO_CONTEXT = RequestContext()
_VALUES = tuple(
    (core(member), header, f"HTTP_{header.upper().replace('-', '_')}")
    for member, header in (
        ("locationId", "enactor-location-id"),
        ("deviceId", "enactor-device-id"),
        ("userId", "enactor-user-id"),
        ("subject", "subject"),
    )
)
_KEY_IN_ENVIRON = "HTTP_IDEMPOTENCY_KEY"
_KEYS = frozenset({_KEY_IN_ENVIRON, *(in_environ for _, _, in_environ in _VALUES)})


def _value(environ: "WSGIEnvironment", block: etree._Element | None, member: str, header: str, in_environ: str) -> str:
    sent = block.findtext(member) if block is not None else None
    text = sent or environ.get(in_environ, "")
    return clean_identifier(text, header) if text.strip(XML_WHITESPACE) else ""


def _block_key(block: etree._Element | None) -> str:
    return (block.findtext(core("idempotencyKey")) or "").strip(XML_WHITESPACE) if block is not None else ""


def _header_key(environ: "WSGIEnvironment") -> str:
    """The header's key; one in quotes, as the header's draft standard writes it, is the same key without them."""
    sent = environ.get(_KEY_IN_ENVIRON)
    if sent is None:
        return ""
    key = str(sent).strip(XML_WHITESPACE)
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1].strip(XML_WHITESPACE)
    if not key:
        raise InvalidInput(f"{KEY_HEADER} is empty; give it a value or leave it out.", field=KEY_HEADER)
    return key

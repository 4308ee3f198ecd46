"""What the endpoints know about the call that they answer: who calls, from where, for which customer."""

from typing import TYPE_CHECKING, cast

from flask import g, request

from domain.errors import InvalidInput
from domain.identity.caller import Caller
from domain.identity.origin import NOWHERE, Origin
from domain.text import XML_WHITESPACE, clean_identifier

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

DEVICE_HEADER = "enactor-device-id"
LOCATION_HEADER = "enactor-location-id"
USER_HEADER = "enactor-user-id"
SUBJECT_HEADER = "subject"


def environ_key(name: str) -> str:
    """Where WSGI keeps the header of this name."""
    return "HTTP_" + name.upper().replace("-", "_")


_KEYS = {name: environ_key(name) for name in (DEVICE_HEADER, LOCATION_HEADER, USER_HEADER, SUBJECT_HEADER)}
_ORIGIN_KEYS = frozenset(_KEYS.values()) - {_KEYS[SUBJECT_HEADER]}


def set_caller(caller: Caller) -> None:
    """Keep the caller for the rest of this call."""
    g.caller = caller


def caller() -> Caller:
    """Who calls; the edge has authenticated them before any endpoint runs."""
    return cast("Caller", g.caller)


def header_origin() -> Origin:
    """Site, device and operator as the `enactor-*` headers say them."""
    return origin_in(request.environ)


def origin_in(environ: "WSGIEnvironment") -> Origin:
    """The same of the call with this environ; raises `InvalidInput`."""
    if environ.keys().isdisjoint(_ORIGIN_KEYS):
        return NOWHERE
    return Origin(
        site=text_in(environ, LOCATION_HEADER),
        device=text_in(environ, DEVICE_HEADER),
        operator=text_in(environ, USER_HEADER),
    )


def text_in(environ: "WSGIEnvironment", name: str) -> str:
    """One of these headers as an identifier, empty where it was not sent; raises `InvalidInput`."""
    value = environ.get(_KEYS[name], "").strip(XML_WHITESPACE)
    return clean_identifier(value, name) if value else ""


def needed_customer() -> str:
    """The number of the one customer that this call is about; raises `InvalidInput` where nothing says it."""
    number = caller().subject
    if not number:
        raise InvalidInput("Send the customer's number in the header subject.", field=SUBJECT_HEADER)
    return number

"""What the endpoints know about the call that they answer: who calls, from where, for which customer."""

from typing import cast

from flask import g, request

from domain.errors import InvalidInput
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.text import XML_WHITESPACE, clean_identifier

DEVICE_HEADER = "enactor-device-id"
LOCATION_HEADER = "enactor-location-id"
USER_HEADER = "enactor-user-id"
SUBJECT_HEADER = "subject"


def set_caller(caller: Caller) -> None:
    """Keep the caller for the rest of this call."""
    g.caller = caller


def caller() -> Caller:
    """Who calls; the edge has authenticated them before any endpoint runs."""
    return cast("Caller", g.caller)


def header_origin() -> Origin:
    """Site, device and operator as the `enactor-*` headers say them."""
    return Origin(
        site=header_text(LOCATION_HEADER),
        device=header_text(DEVICE_HEADER),
        operator=header_text(USER_HEADER),
    )


def header_text(name: str) -> str:
    """A header as an identifier, empty where it was not sent; raises `InvalidInput`."""
    value = request.environ.get("HTTP_" + name.upper().replace("-", "_"), "").strip(XML_WHITESPACE)
    return clean_identifier(value, name) if value else ""


def needed_customer() -> str:
    """The number of the one customer that this call is about; raises `InvalidInput` where nothing says it."""
    number = caller().subject
    if not number:
        raise InvalidInput("Send the customer's number in the header subject.", field=SUBJECT_HEADER)
    return number

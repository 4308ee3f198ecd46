"""What the face is told when it is built."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from flask import current_app

from domain.paging import SIZE_DEFAULT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

EXTENSION = "loyalty-gateway-rest"


def new_correlation_id(environ: "WSGIEnvironment") -> str:  # noqa: ARG001 - the gateway's own function reads it
    """A random correlation id."""
    return uuid4().hex


def is_https_or_loopback(environ: "WSGIEnvironment") -> bool:
    """Whether a password in clear is safe on this request's way, as far as WSGI can tell."""
    try:
        return environ["wsgi.url_scheme"] == "https" or ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class RestSettings:
    """Limits and defaults of the face.

    `body_bytes_limit` and `json_depth_limit` bound a request's body, where it brings tickets `ticket_bytes_limit`. `page_size_default` is the number of rows on a
    page where the till names none. `retry_after_seconds` is what a till waits while the store is away.
    `available_points_with_escrow`: SessionM's available_points counts what waits too. `is_secure` and
    `correlation_id` read what the gateway's middleware found out about a request; each is asked once per call.
    """

    body_bytes_limit: int = 65_536
    ticket_bytes_limit: int = 1_048_576
    json_depth_limit: int = 32
    page_size_default: int = SIZE_DEFAULT
    retry_after_seconds: int = 2
    available_points_with_escrow: bool = False
    is_secure: "Callable[[WSGIEnvironment], bool]" = is_https_or_loopback
    correlation_id: "Callable[[WSGIEnvironment], str]" = new_correlation_id


def rest_settings() -> RestSettings:
    """The settings of the application that answers this call."""
    return cast("RestSettings", current_app.extensions[EXTENSION])

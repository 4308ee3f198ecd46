"""Finds a request's credentials: WS-Security UsernameToken in the SOAP header, else HTTP Basic."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lxml import etree

from domain.clock import Clock
from domain.errors import InvalidInput, Unauthenticated
from domain.identity.authenticate import DigestCredentials, PasswordCredentials
from domain.text import XML_WHITESPACE
from wsdl.names import WSSE, WSSE_PROFILE, WSU
from wsdl.refusal import SoapRefusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REALM = "Loyalty Gateway"
_CLOCK_SKEW = timedelta(minutes=5)
_PASSWORD_TEXT = f"{WSSE_PROFILE}#PasswordText"
_PASSWORD_DIGEST = f"{WSSE_PROFILE}#PasswordDigest"


def http_credentials(environ: "WSGIEnvironment", *, is_secure: bool) -> PasswordCredentials | None:
    """The name and password of an Authorization: Basic header, or None without one; raises `SoapRefusal`."""
    scheme, _, encoded = environ.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = binascii.a2b_base64(encoded.strip(), strict_mode=True).decode().partition(":")
    except ValueError:
        colon = ""
    if not colon:
        raise challenge(Unauthenticated("The Authorization header is not HTTP Basic in UTF-8."))
    return PasswordCredentials(name=name, secret=secret, is_secure=is_secure)


def challenge(error: Unauthenticated) -> SoapRefusal:
    """The refusal that asks for HTTP Basic.

    Many stacks (.NET, java.net) send no password until a 401 with WWW-Authenticate asks for it, so a request without
    credentials, or with wrong ones in HTTP, gets one; the body is a Fault all the same. Wrong credentials in the SOAP
    header are answered like any Fault: HTTP was not asked, and a challenge would make such a stack ask its user.
    """
    return SoapRefusal(
        error,
        http_status=401,
        headers=[("WWW-Authenticate", f'Basic realm="{REALM}", charset="UTF-8"')],
    )


def token_credentials(
    security: etree._Element, clock: Clock, *, is_secure: bool
) -> PasswordCredentials | DigestCredentials | None:
    """The credentials of a wsse:Security block, or None where it has no UsernameToken.

    Raises `InvalidInput` for a token that is not one, `Unauthenticated` for an expired Timestamp.
    """
    _check_timestamp(security.find(f"{{{WSU}}}Timestamp"), clock)
    tokens = security.findall(f"{{{WSSE}}}UsernameToken")
    if not tokens:
        return None
    name = _value(tokens[0], f"{{{WSSE}}}Username")
    password = tokens[0].find(f"{{{WSSE}}}Password")
    if len(tokens) > 1 or not name or password is None:
        raise InvalidInput("wsse:Security needs one UsernameToken, with Username and Password.", field="UsernameToken")
    kind = password.get("Type", _PASSWORD_TEXT)
    if kind == _PASSWORD_TEXT:
        return PasswordCredentials(name=name, secret=password.text or "", is_secure=is_secure)
    if kind != _PASSWORD_DIGEST:
        raise InvalidInput("The Type of wsse:Password must be #PasswordText or #PasswordDigest.", field="Password")
    return DigestCredentials(
        name=name,
        digest=_base64(password.text or "", "Password"),
        nonce=_base64(_value(tokens[0], f"{{{WSSE}}}Nonce"), "Nonce"),
        created=_value(tokens[0], f"{{{WSU}}}Created"),
    )


def _value(parent: etree._Element, tag: str) -> str:
    return (parent.findtext(tag) or "").strip(XML_WHITESPACE)


def _base64(text: str, field: str) -> bytes:
    try:
        decoded = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        decoded = b""
    if not decoded:
        raise InvalidInput(f"wsse:{field} must be Base64; a digest needs Nonce and Created.", field=field)
    return decoded


def _check_timestamp(timestamp: etree._Element | None, clock: Clock) -> None:
    """WS-Security: a message that has expired is not to be processed."""
    if timestamp is None or not (expires := _value(timestamp, f"{{{WSU}}}Expires")):
        return
    try:
        moment = datetime.fromisoformat(expires)
    except ValueError:
        raise InvalidInput("wsu:Expires is not a time such as 2026-05-01T10:15:00Z.", field="Expires") from None
    # Without an offset it is UTC, as the standard recommends; and near the ends of the calendar nothing overflows.
    if moment.replace(tzinfo=moment.tzinfo or UTC) < clock.now() - _CLOCK_SKEW:
        raise Unauthenticated("The Timestamp of the security header has expired; check the till's clock.")

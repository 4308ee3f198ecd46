"""What a call sent beside its body, where all of it is in the form that nearly every till gives it."""

import re
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from domain.errors import LoyaltyError
from domain.identity.authenticate import Credentials, TokenCredentials
from domain.identity.origin import Origin
from rest.enactor.authentication import ID_TOKEN_HEADER, password_credentials
from rest.enactor.call import SUBJECT_HEADER, environ_key, origin_in, text_in

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

IsSecure = Callable[["WSGIEnvironment"], bool]

_BASIC = re.compile(r"Basic ([A-Za-z0-9+/]+={0,2})")
_BEARER = re.compile(r"Bearer ([A-Za-z0-9._~+/-]+)")
_QUERY = re.compile(r"[!-~]*")
_HOST = re.compile(r"(?!.{254})[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*(?::[0-9]{1,5})?")
_ID_TOKEN = environ_key(ID_TOKEN_HEADER)


@dataclass(slots=True)
class Sent:
    """One call: who calls for which customer, from where, its path and its query, of which no name comes twice."""

    environ: "WSGIEnvironment" = field(repr=False)
    credentials: Credentials
    subject: str
    origin: Origin
    path: str
    query: Mapping[str, str]


def read_sent(environ: "WSGIEnvironment", path: str, is_secure: IsSecure) -> Sent | None:
    """The call, or None where anything about it is unusual or wrong."""
    if environ.get("SCRIPT_NAME") or not _is_plain_host(environ.get("HTTP_HOST", "")):
        return None
    try:
        credentials, query = _credentials(environ, is_secure), _query(environ.get("QUERY_STRING", ""))
        if credentials is None or query is None:
            return None
        subject = text_in(environ, SUBJECT_HEADER)
        return Sent(environ, credentials, subject, origin_in(environ), path, query)
    except (LoyaltyError, ValueError):
        return None


def _credentials(environ: "WSGIEnvironment", is_secure: IsSecure) -> Credentials | None:
    """A till's; None for a customer's token, and for headers in other forms. Raises LoyaltyError or ValueError."""
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    if _ID_TOKEN in environ:
        return None
    if basic := _BASIC.fullmatch(authorization):
        name, _, secret = a2b_base64(basic[1], strict_mode=True).decode().partition(":")
        return password_credentials(name, secret, is_secure=is_secure(environ))
    bearer = _BEARER.fullmatch(authorization)
    return TokenCredentials(bearer[1]) if bearer else None


def _query(text: str) -> Mapping[str, str] | None:
    """The parameters; None where a name comes twice. Raises ValueError for what is not text in UTF-8."""
    if not text:
        return {}
    if not _QUERY.fullmatch(text):
        return None
    pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    query = dict(pairs)
    return query if len(query) == len(pairs) else None


@lru_cache(maxsize=64)
def _is_plain_host(text: str) -> bool:
    return _HOST.fullmatch(text) is not None

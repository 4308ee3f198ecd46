"""The edge: nothing under the base path is answered before the caller is known."""

from collections.abc import Callable

from flask import Request, request

from domain.core import LoyaltyCore
from domain.errors import InvalidInput, Unauthenticated
from domain.identity.authenticate import Credentials, CustomerCredentials, PasswordCredentials, TokenCredentials
from domain.text import clean_identifier
from rest.enactor.call import SUBJECT_HEADER, set_caller, text_in
from rest.enactor.settings import rest_settings

ID_TOKEN_HEADER = "id_token"  # noqa: S105 - the name of the vendor's header
RAISED_KEY = "loyalty.raised"
"""Where, in the WSGI environ, the compiled road leaves what the core raised, to be answered as if it were raised here."""


def authentication(core: LoyaltyCore) -> Callable[[], None]:
    """What Flask runs before each endpoint: raises `Unauthenticated` or `NotAllowed`, else the caller is known."""

    def authenticate() -> None:
        raised = request.environ.pop(RAISED_KEY, None)
        if raised is not None:
            raise raised
        credentials = credentials_of(request)
        set_caller(core.authenticate(credentials, subject=text_in(request.environ, SUBJECT_HEADER)))

    return authenticate


def credentials_of(sent: Request) -> Credentials:
    """The credentials of a request: a till's (HTTP Basic or a bearer token) or a customer's `id_token`.

    Raises `Unauthenticated` where there are none, or where a till's and a customer's come together: what such a call
    may do would be anybody's guess.
    """
    id_token = sent.headers.get(ID_TOKEN_HEADER, "").strip()
    authorization = sent.authorization
    if id_token and "Authorization" in sent.headers:
        raise Unauthenticated("Send either Authorization (a till) or id_token (a customer), not both.")
    if id_token:
        return CustomerCredentials(id_token)
    if authorization and authorization.type == "bearer" and authorization.token:
        return TokenCredentials(authorization.token)
    if authorization and authorization.type == "basic":
        is_secure = rest_settings().is_secure(sent.environ)
        return password_credentials(authorization.username or "", authorization.password or "", is_secure=is_secure)
    raise Unauthenticated("Send Authorization: Basic or Bearer (a till), or id_token (a customer).")


def password_credentials(name: str, secret: str, *, is_secure: bool) -> PasswordCredentials:
    """A name and secret of a request; raises `Unauthenticated` for a name that no credential can have."""
    try:
        cleaned = clean_identifier(name, "name")
    except InvalidInput:
        raise Unauthenticated from None
    return PasswordCredentials(cleaned, secret, is_secure)

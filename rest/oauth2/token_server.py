"""Authlib's token endpoint over the domain's use case: Authlib speaks RFC 6749, the domain decides."""

from collections.abc import Callable
from typing import Any, Protocol

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749 import ClientMixin, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from flask import Response, request

from domain.clock import Clock
from domain.errors import InvalidInput, Unauthenticated
from domain.identity.authenticate import AccessToken, PasswordCredentials
from domain.text import echo
from rest.enactor.authentication import password_credentials
from rest.enactor.settings import rest_settings

SCOPE_SENTENCE = "These credentials do not have the scope that is asked for; leave it out to get all they have."


class IssueToken(Protocol):
    """The domain's use case (`domain.identity.issue_token`)."""

    def __call__(self, credentials: PasswordCredentials, scope: str = "") -> AccessToken:
        """A token; raises `Unauthenticated`, or `InvalidInput` for a scope that the credentials do not have."""


class TokenServer(AuthorizationServer):
    """Answers requests for tokens."""

    def __init__(self, issue_token: IssueToken, clock: Clock) -> None:
        super().__init__(query_client=lambda name: _Till(name, issue_token), save_token=_save_nothing)
        self._clock = clock
        self.register_grant(_TillGrant)
        generator: Any = self._token_members  # the stubs know only one of the callables that Authlib takes
        self.register_token_generator("default", generator)
        self.register_client_auth_method("client_secret_basic", _authenticate_basic)

    def handle_response(self, status_code: int, payload: Any, headers: Any) -> Response:
        """The reply; what it repeats of the caller's input is short and plain."""
        if "error_description" in payload:
            description = echo(payload["error_description"]).encode("ascii", "replace").decode()
            payload = {**payload, "error_description": description.replace('"', "'").replace("\\", "/")}
        return super().handle_response(status_code, payload, headers)

    def _token_members(self, client: "_Till", **_: Any) -> dict[str, Any]:
        issued = client.issued
        members = {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": max(0, int((issued.expires_at - self._clock.now()).total_seconds())),
        }
        return {**members, "scope": issued.scope} if issued.scope else members


class _TillGrant(ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]  # noqa: RUF012 - Authlib's own type


class _Till(ClientMixin):
    """A client as Authlib sees one. Checking its secret issues the token, in one go with the check."""

    issued: AccessToken

    def __init__(self, name: str, issue_token: IssueToken) -> None:
        self._name = name
        self._issue_token = issue_token

    def check_client_secret(self, client_secret: str) -> bool:
        try:
            is_secure = rest_settings().is_secure(request.environ)
            credentials = password_credentials(self._name, client_secret, is_secure=is_secure)
            self.issued = self._issue_token(credentials, request.form.get("scope", ""))
        except Unauthenticated:
            return False
        except InvalidInput:
            raise InvalidScopeError(SCOPE_SENTENCE) from None
        return True

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        del method, endpoint
        return True

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == ClientCredentialsGrant.GRANT_TYPE


def _authenticate_basic(query_client: Callable[[str], ClientMixin], sent: OAuth2Request) -> ClientMixin | None:
    """HTTP Basic as the rest of the gateway reads it, so that a till has one name and secret for both."""
    del sent
    basic = request.authorization
    if basic is None or basic.type != "basic" or not basic.username or not basic.password:
        return None
    client = query_client(basic.username)
    return client if client.check_client_secret(basic.password) else None


def _save_nothing(token: dict[str, Any], sent: OAuth2Request) -> None:
    """Tokens are signed, not stored."""
    del token, sent

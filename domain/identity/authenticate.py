"""Use case: turn credentials into a caller."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class PasswordCredentials:
    """A name and its secret in clear: HTTP Basic, or a WS-Security UsernameToken of type PasswordText.

    `is_secure` says that the transport protects them (TLS, or loopback).
    """

    name: str
    secret: str
    is_secure: bool


@dataclass(frozen=True, slots=True)
class DigestCredentials:
    """A WS-Security UsernameToken of type PasswordDigest: Base64(SHA-1(nonce + created + secret)).

    `nonce` is decoded, `created` is the text that was hashed.
    """

    name: str
    digest: bytes
    nonce: bytes
    created: str


@dataclass(frozen=True, slots=True)
class TokenCredentials:
    """A till's access token (OAuth2 client credentials)."""

    access_token: str


@dataclass(frozen=True, slots=True)
class CustomerCredentials:
    """A customer's own `id_token`: a JWT signed with RS256."""

    id_token: str


Credentials = PasswordCredentials | DigestCredentials | TokenCredentials | CustomerCredentials


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token for a till, and how long it lasts."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Authenticate:
    """Checks credentials of every kind."""

    def __call__(self, credentials: Credentials, *, subject: str = "") -> Caller:
        """The caller; raises `Unauthenticated`.

        `subject` is the customer number of a till's `subject` header: it narrows a till to that customer, and
        contradicting a customer's own token raises `NotAllowed`.
        """
        raise NotImplementedError

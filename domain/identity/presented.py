"""What a caller may present to say who it is."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PasswordCredentials:
    """A name and its secret in clear: HTTP Basic, or a WS-Security UsernameToken of type PasswordText.

    `is_secure` says that the transport protects them (TLS, or loopback).
    """

    name: str
    secret: str = field(repr=False)
    is_secure: bool


@dataclass(frozen=True, slots=True)
class DigestCredentials:
    """A WS-Security UsernameToken of type PasswordDigest: Base64(SHA-1(nonce + created + secret)).

    `digest` and `nonce` are decoded, `created` is the text that was hashed.
    """

    name: str
    digest: bytes = field(repr=False)
    nonce: bytes
    created: str


@dataclass(frozen=True, slots=True)
class TokenCredentials:
    """A till's access token (OAuth2 client credentials)."""

    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CustomerCredentials:
    """A customer's own `id_token`: a JWT signed with RS256."""

    id_token: str = field(repr=False)


Credentials = PasswordCredentials | DigestCredentials | TokenCredentials | CustomerCredentials

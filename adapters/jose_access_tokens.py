"""Tills' access tokens: JWTs of type ``at+jwt``, signed with HS256 and a key from the settings."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from adapters.jose_reading import read_token
from domain.clock import Clock
from domain.identity.caller import Operation
from domain.identity.ports import TokenClaims
from domain.identity.rejection import TOKEN_EXPIRED, Reason, RejectedError

ALGORITHM = "HS256"
TYPE = "at+jwt"
KEY_BYTES = 32


class JoseAccessTokens:
    """Implements the port `domain.identity.ports.AccessTokens`: the first key signs, all of them check. Raises ValueError for a key under 32 bytes.

    `issuer` and `audience` keep tokens of one installation from another that has the same key.
    """

    def __init__(self, keys: Sequence[bytes], issuer: str, audience: str, clock: Clock) -> None:
        if not keys or any(len(key) < KEY_BYTES for key in keys):
            raise ValueError(f"A signing key is {KEY_BYTES} random bytes or more.")
        self._keys = {_key_id(key): OctKey.import_key(key) for key in keys}
        self._first = _key_id(keys[0])
        self._issuer = issuer
        self._audience = audience
        self._clock = clock

    def sign(self, claims: TokenClaims) -> str:
        """See the port."""
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": self._first}
        said = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(claims.credential_id),
            "ver": claims.version,
            "scope": " ".join(sorted(operation.value for operation in claims.operations)),
            "iat": int(self._clock.now().timestamp()),
            "exp": int(claims.expires_at.timestamp()),
            "jti": secrets.token_urlsafe(12),
        }
        return jwt.encode(header, said, self._keys[self._first], algorithms=[ALGORITHM])

    def read(self, token: str) -> TokenClaims:
        """See the port."""
        header, said = read_token(token, self._key_of, ALGORITHM)
        if (header.get("typ"), said.get("iss"), said.get("aud")) != (TYPE, self._issuer, self._audience):
            raise RejectedError(Reason.TOKEN_INVALID)
        expires_at = datetime.fromtimestamp(said["exp"], UTC)
        if expires_at <= self._clock.now():
            raise RejectedError(Reason.TOKEN_EXPIRED, sentence=TOKEN_EXPIRED)
        known = {operation.value: operation for operation in Operation}
        return TokenClaims(
            credential_id=int(said["sub"]),
            version=said["ver"],
            operations=frozenset(known[value] for value in said["scope"].split() if value in known),
            expires_at=expires_at,
        )

    def _key_of(self, header: dict[str, Any], _claims: dict[str, Any]) -> OctKey:
        return self._keys[header["kid"]]


def _key_id(key: bytes) -> str:
    return sha256(b"signing key id:" + key).hexdigest()[:8]

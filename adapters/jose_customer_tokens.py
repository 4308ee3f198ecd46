"""Customers' tokens: JWTs that an issuer outside has signed with RS256."""

from collections.abc import Sequence
from typing import Any

from joserfc.jwk import RSAKey

from adapters.jose_reading import read_token
from adapters.trusted_issuers import TrustedIssuer
from domain.clock import Clock
from domain.identity.ports import CustomerClaims
from domain.identity.rejection import TOKEN_EXPIRED, Reason, RejectedError

ALGORITHM = "RS256"
NOT_BEFORE_LEEWAY_SECONDS = 60
MILLISECONDS_FROM = 10_000_000_000
"""From here on a time claim must be in milliseconds (in seconds it is the year 2286): such a token would never end."""


class JoseCustomerTokens:
    """Implements the port `domain.identity.ports.CustomerTokens` for these issuers.

    A token is tried with the keys of the issuer that it names, no others.

    `exp` must be there and ahead, `nbf` may be up to a minute ahead; `iat` is not read, as the vendor's own sample has
    it in milliseconds. Raises ValueError where two entries have issuer and audience in common.
    """

    def __init__(self, trusted: Sequence[TrustedIssuer], clock: Clock) -> None:
        self._trusted = {(one.issuer, one.audience): one for one in trusted}
        if len(self._trusted) < len(trusted):
            raise ValueError("Issuer and audience of customers' tokens are named twice; they belong to one programme.")
        self._clock = clock

    def read(self, id_token: str) -> CustomerClaims:
        """See the port."""
        _, claims = read_token(id_token, self._key_of, ALGORITHM)
        self._check_times(claims)
        number = claims.get("sub")
        if not isinstance(number, str):
            raise RejectedError(Reason.SUBJECT_MALFORMED)
        return CustomerClaims(self._issuer_of(claims).programme_code, number)

    def _key_of(self, header: dict[str, Any], claims: dict[str, Any]) -> RSAKey:
        key = self._issuer_of(claims).keys.find(header.get("kid"))
        if key is None:
            raise RejectedError(Reason.KEY_UNKNOWN)
        return key

    def _issuer_of(self, claims: dict[str, Any]) -> TrustedIssuer:
        """The one entry that has the token's issuer and one of its audiences."""
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        named = [self._trusted.get((str(claims.get("iss")), str(each))) for each in audiences]
        fitting = [one for one in named if one]
        if len(fitting) != 1:
            raise RejectedError(Reason.ISSUER_UNKNOWN)
        return fitting[0]

    def _check_times(self, claims: dict[str, Any]) -> None:
        now = self._clock.now().timestamp()
        if not now < _seconds(claims.get("exp")):
            raise RejectedError(Reason.TOKEN_EXPIRED, sentence=TOKEN_EXPIRED)
        if _seconds(claims.get("nbf", 0)) > now + NOT_BEFORE_LEEWAY_SECONDS:
            raise RejectedError(Reason.TOKEN_NOT_YET_VALID)


def _seconds(claim: Any) -> float:
    """A claim that is a time in seconds; raises `RejectedError`, for NaN and infinities too."""
    if isinstance(claim, int | float) and not isinstance(claim, bool) and 0 <= claim < MILLISECONDS_FROM:
        return claim
    raise RejectedError(Reason.TOKEN_INVALID)

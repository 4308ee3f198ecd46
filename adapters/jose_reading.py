"""Reads a signed token with one algorithm, whatever the token itself asks for."""

import json
from collections.abc import Callable
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key

from domain.identity.rejection import Reason, RejectedError

LONGEST_TOKEN = 8_192

_FOREIGN = (JoseError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading text that anyone may have made can raise."""

KeyOf = Callable[[dict[str, Any], dict[str, Any]], Key]


def read_token(token: str, key_of: KeyOf, algorithm: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token that is signed with this algorithm; raises `RejectedError`.

    `key_of` chooses the key by header and claims, which nobody has proved at that moment. Names in the header that
    are not known are passed by, as issuers add their own; `crit` is obeyed.
    """
    if len(token) > LONGEST_TOKEN:
        raise RejectedError(Reason.TOKEN_INVALID)
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    try:
        parts = jws.extract_compact(token.encode("ascii"), registry=registry)
        header, claims = parts.headers(), json.loads(parts.payload)
        if isinstance(claims, dict) and jws.validate_compact(parts, key_of(header, claims), registry=registry):
            return header, claims
    except _FOREIGN:
        pass
    raise RejectedError(Reason.TOKEN_INVALID)

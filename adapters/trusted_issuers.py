"""Who signs customers' tokens, and for which programme."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.json_web_keys import JsonWebKeys

_TEXTS = ("issuer", "audience", "programme")


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """Whose tokens open which programme: `issuer` and `audience` as the token must have them, and the issuer's keys."""

    issuer: str
    audience: str
    programme_code: str
    keys: JsonWebKeys


def read_trusted_issuers(entries: Sequence[Any]) -> list[TrustedIssuer]:
    """The issuers of a setting: entries with issuer, audience, programme and jwks (a path, JSON text or an object).

    Raises ValueError with a sentence that says which entry is wrong, and what to change.
    """
    return [_issuer(number, entry) for number, entry in enumerate(entries, start=1)]


def _issuer(number: int, entry: Any) -> TrustedIssuer:
    if not isinstance(entry, Mapping) or set(entry) != {*_TEXTS, "jwks"}:
        raise ValueError(f"Issuer {number} has to have issuer, audience, programme and jwks, and nothing else.")
    for name in _TEXTS:
        if not isinstance(entry[name], str) or not entry[name]:
            raise ValueError(f"Issuer {number}: {name} has to be text.")
    jwks = entry["jwks"]
    try:
        keys = JsonWebKeys(jwks if isinstance(jwks, str) else json.dumps(jwks))
    except ValueError as error:
        raise ValueError(f"Issuer {number}: {error}") from None
    return TrustedIssuer(entry["issuer"], entry["audience"], entry["programme"], keys)

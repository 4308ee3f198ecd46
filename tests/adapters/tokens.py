"""Keys and tokens for tests, good ones and forged ones."""

import json
from functools import cache
from typing import Any

from joserfc import jws, jwt
from joserfc.jwk import Key, RSAKey

from tests.builders import START

ISSUER, AUDIENCE = "https://accounts.example.com/", "loyalty-app"
NOW = int(START.timestamp())
GOOD: dict[str, Any] = {"iss": ISSUER, "aud": AUDIENCE, "sub": "100", "exp": NOW + 600}


@cache
def rsa_key(name: str, bits: int = 2048) -> RSAKey:
    """The RSA key of this name, the same one in a whole test run."""
    return RSAKey.generate_key(bits, {"kid": name})


def jwks_of(*keys: Key, **more: str) -> str:
    """A key set with the public halves of these keys."""
    return json.dumps({"keys": [{**key.as_dict(private=False), **more} for key in keys]})


def signed(claims: Any, key: Key, alg: str = "RS256", **header: Any) -> str:
    """A token; nothing about it has to be right."""
    told = {"alg": alg, "kid": key.kid, **header}
    registry = jws.JWSRegistry(algorithms=[alg], strict_check_header=False)
    return jwt.encode(told, claims, key, algorithms=[alg], registry=registry)

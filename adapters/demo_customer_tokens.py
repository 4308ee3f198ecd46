"""Customers' tokens for demo data: a key of its own, and an issuer that only this gateway trusts."""

import json
from datetime import datetime
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY_FILE = "demo-customer-token-key.pem"
JWKS_FILE = "demo-customer-token-jwks.json"
KEY_BITS = 2048


def make_demo_keys(directory: Path) -> Path:
    """Make the demo's RSA key in this directory unless it is there; return the path of its public JWKS.

    The private key's file can be read by its owner only.
    """
    private, public = directory / KEY_FILE, directory / JWKS_FILE
    if not (private.exists() and public.exists()):
        key = RSAKey.generate_key(KEY_BITS, auto_kid=True)
        private.unlink(missing_ok=True)
        private.touch(mode=0o600)
        private.write_bytes(key.as_pem(private=True))
        usage = {**key.as_dict(private=False), "use": "sig", "alg": "RS256"}
        public.write_text(json.dumps({"keys": [usage]}, indent=2) + "\n", encoding="utf-8")
    return public


def make_demo_token(directory: Path, issuer: str, audience: str, customer_number: str, expires_at: datetime) -> str:
    """An `id_token` for this customer, signed with the demo's key; raises FileNotFoundError where there is none.

    `expires_at` counts in whole seconds.
    """
    key = RSAKey.import_key((directory / KEY_FILE).read_bytes())
    key.ensure_kid()
    claims = {"iss": issuer, "aud": audience, "sub": customer_number, "exp": int(expires_at.timestamp())}
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key, algorithms=["RS256"])

"""The public keys of an issuer of customers' tokens: a JWKS, inline or in a file that the issuer's side renews."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

READ_AGAIN_SECONDS = 60
SMALLEST_KEY_BITS = 2048


class JsonWebKeys:
    """RSA keys for signatures, from JSON text or from the file at a path; keys of other kinds are passed by.

    The file is read again when a token names a key that is not known, and when what was read is a minute old, but not
    more than once a minute. A file that can't be read then changes nothing. Raises ValueError where there is nothing
    usable to begin with.
    """

    def __init__(self, jwks: str, tick: Callable[[], float] = time.monotonic) -> None:
        self._file = None if jwks.lstrip().startswith("{") else Path(jwks)
        self._tick = tick
        self._keys = _parse(_text_of(self._file) if self._file else jwks)
        self._read_at = tick()
        self._may_read_again_at = 0.0

    def find(self, key_id: str | None) -> RSAKey | None:
        """The key with this id; without an id, the only key there is; else None."""
        if self._file and self._is_due(key_id):
            self._read_again(self._file)
        if key_id is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(key_id)

    def _is_due(self, key_id: str | None) -> bool:
        now = self._tick()
        is_old = now >= self._read_at + READ_AGAIN_SECONDS
        return is_old or (key_id not in self._keys and now >= self._may_read_again_at)

    def _read_again(self, file: Path) -> None:
        self._read_at = self._tick()
        self._may_read_again_at = self._read_at + READ_AGAIN_SECONDS
        try:
            self._keys = _parse(_text_of(file))
        except ValueError:
            return  # half-written or away: the keys that are known stay good


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise ValueError(f"The key set {str(file)!r} can't be read; give JSON or the path of a file.") from None


def _parse(text: str) -> dict[str | None, RSAKey]:
    try:
        listed = json.loads(text)["keys"]
        usable = [RSAKey.import_key(key) for key in listed if _is_for_signatures(key)]
    except (JoseError, ValueError, LookupError, TypeError, AttributeError):
        raise ValueError('A key set is JSON such as {"keys": [{"kty": "RSA", "kid": "...", ...}]}.') from None
    keys: dict[str | None, RSAKey] = {key.kid: key for key in usable if key.public_key.key_size >= SMALLEST_KEY_BITS}
    if not keys:
        raise ValueError(f"The key set has no RSA key of {SMALLEST_KEY_BITS} bits or more for RS256.")
    return keys


def _is_for_signatures(key: dict[str, Any]) -> bool:
    return key.get("kty") == "RSA" and key.get("use", "sig") == "sig" and key.get("alg", "RS256") == "RS256"

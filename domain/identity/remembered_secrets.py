"""Secrets that were right a moment ago, so that a till's call pays neither for Argon2 nor for OpenSSL's HMAC each time."""

import secrets
import time
from collections.abc import Callable
from hashlib import blake2b

from domain.identity.ports import SecretHasher
from domain.identity.timed_cache import TimedCache

SIZE = 10_000


class RememberedSecrets:
    """A `SecretHasher` that remembers right answers for `lifetime_seconds`, and never a wrong one.

    It keeps a keyed BLAKE2 of name, secret and stored hash under a key of this process, never the secret. As the stored
    hash is part of it, a credential that was changed is forgotten at once.
    """

    def __init__(
        self,
        hasher: SecretHasher,
        lifetime_seconds: float,
        *,
        size: int = SIZE,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hasher = hasher
        self._key = secrets.token_bytes(32)
        self._right: TimedCache[bytes, bool] = TimedCache(lifetime_seconds, size, tick)

    def hash(self, name: str, secret: str) -> str:
        """As `SecretHasher.hash`."""
        return self._hasher.hash(name, secret)

    def matches(self, name: str, secret: str, hashed: str) -> bool:
        """As `SecretHasher.matches`, but a right answer comes at once the second time."""
        mark = self._mark(name, secret, hashed)
        if self._right.get(mark):
            return True
        if not self._hasher.matches(name, secret, hashed):
            return False
        self._right.put(mark, True)  # noqa: FBT003 - the value says only that the mark is there
        return True

    def _mark(self, name: str, secret: str, hashed: str) -> bytes:
        # With their lengths, so that no two triples are one text.
        text = f"{len(name)}:{name}{len(secret)}:{secret}{hashed}"
        # Python's own; a keyed hash of OpenSSL looks its algorithm up each time, which costs more than all of this.
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()

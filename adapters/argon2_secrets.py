"""Hashes of secrets: HMAC-SHA256 for those that the gateway made, Argon2id for those that people chose."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Protocol

from pwdlib.hashers.argon2 import Argon2Hasher

from domain.identity.generated_secret import generate_secret, has_generated_form

PEPPER_BYTES = 32
HMAC = "hmac-sha256"
ARGON2 = "argon2id"


class SlowHash(Protocol):
    """What is asked of Argon2."""

    def hash(self, password: str) -> str:
        """A hash with a salt of its own."""

    def verify(self, password: str, hash: str) -> bool:  # noqa: A002 - the library's name
        """Whether the hash was made of this password."""


class PepperedSecrets:
    """Implements the port `domain.identity.ports.SecretHasher`: ``kind$pepper id$hash``, every hash keyed by a pepper that the database never sees.

    The first pepper makes new hashes, all of them check old ones. Argon2 takes 19 MiB and some 20 ms; at most
    `at_once` run at a time, so that wrong passwords can't fill the memory. Raises ValueError for a pepper under 32
    bytes.
    """

    def __init__(self, peppers: Sequence[bytes], slow: SlowHash | None = None, at_once: int = 4) -> None:
        if not peppers or any(len(pepper) < PEPPER_BYTES for pepper in peppers):
            raise ValueError(f"A pepper is {PEPPER_BYTES} random bytes or more.")
        self._peppers = {_pepper_id(pepper): pepper for pepper in peppers}
        self._first = _pepper_id(peppers[0])
        self._slow = slow or Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._gate = BoundedSemaphore(at_once)
        self._decoy = self._slow.hash(generate_secret())

    def hash(self, name: str, secret: str) -> str:
        """See the port."""
        keyed = self._keyed(self._first, name, secret)
        if has_generated_form(secret):
            return f"{HMAC}${self._first}${keyed}"
        return f"{ARGON2}${self._first}${self._slow.hash(keyed)}"

    def matches(self, name: str, secret: str, hashed: str) -> bool:
        """See the port."""
        kind, _, rest = hashed.partition("$")
        pepper_id, _, kept = rest.partition("$")
        is_ours = pepper_id in self._peppers
        keyed = self._keyed(pepper_id if is_ours else self._first, name, secret)
        if has_generated_form(secret):
            return hmac.compare_digest(keyed, kept if kept.isascii() else "") and kind == HMAC and is_ours
        can_match = kind == ARGON2 and is_ours
        with self._gate:
            return self._slow.verify(keyed, kept if can_match else self._decoy) and can_match

    def _keyed(self, pepper_id: str, name: str, secret: str) -> str:
        # The name is in it so that a hash copied to another row opens nothing.
        text = f"{len(name)}:{name}{secret}".encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._peppers[pepper_id], text, "sha256")).decode()


def _pepper_id(pepper: bytes) -> str:
    return sha256(b"pepper id:" + pepper).hexdigest()[:8]

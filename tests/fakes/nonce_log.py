"""Used nonces in memory."""

from datetime import datetime

from domain.clock import Clock


class FakeNonceLog:
    """A `NonceLog` over a dictionary."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._used: dict[bytes, datetime] = {}

    def use(self, nonce_key: bytes, keep_until: datetime) -> bool:
        now = self._clock.now()
        self._used = {key: until for key, until in self._used.items() if until >= now}
        is_first = nonce_key not in self._used
        if is_first:
            self._used[nonce_key] = keep_until
        return is_first

    def count(self) -> int:
        """How many are remembered."""
        return len(self._used)

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
        return self._used.setdefault(nonce_key, keep_until) is keep_until

    def __len__(self) -> int:
        return len(self._used)

"""Use case: announce points that are about to expire.

An expiry is announced once, with the points that are there then: what is spent or earned after that changes what expires,
and not what was announced.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.clock import Clock


class ExpiryNotices(Protocol):
    """Where accounts are found with points to announce."""

    def announce(self, now: datetime, limit: int) -> int:
        """Look at up to `limit` accounts and announce what expires within the notice of their programme's rules.

        Returns how many were looked at. Each expiry of an account is announced once, however many workers there are.
        Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class AnnounceExpiry:
    """Announces what is about to expire."""

    notices: ExpiryNotices
    clock: Clock

    def __call__(self, limit: int = 100) -> int:
        """Look at up to `limit` accounts; returns how many were found. Raises `StoreUnavailable`."""
        return self.notices.announce(self.clock.now(), limit)

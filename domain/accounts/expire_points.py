"""Use case: enter points that have expired into the books.

Nothing waits for it: points count for nothing from their expiry on, and an update enters what is due before it is decided.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.clock import Clock


class ExpiredPoints(Protocol):
    """Where accounts are found of which points may have expired."""

    def expire(self, now: datetime, limit: int) -> int:
        """Look at up to `limit` accounts and enter what has expired at `now`; returns how many there were.

        An account with an open hold is left to its updates and to the hold's end, for what is held does not expire.
        Several workers at once enter each expiry once. Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class ExpirePoints:
    """Enters what has expired."""

    expired: ExpiredPoints
    clock: Clock

    def __call__(self, limit: int = 100) -> int:
        """Look at up to `limit` accounts; returns how many were found. Raises `StoreUnavailable`."""
        return self.expired.expire(self.clock.now(), limit)

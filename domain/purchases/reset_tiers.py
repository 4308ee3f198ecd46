"""Use case: look again at tiers that have ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.clock import Clock


class TierResets(Protocol):
    """Where members' tiers are kept."""

    def reset(self, now: datetime, limit: int) -> int:
        """Look again at up to `limit` members whose tier, or year of points, ended at `now` or before; returns how many.

        Several workers at once look at each once. Raises `StoreUnavailable`.
        """

    def begin_years(self, now: datetime, limit: int) -> int:
        """Let the points of up to `limit` members end with this year whose programme has come to count each year anew.

        Returns how many there were. Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class ResetTiers:
    """Keeps or lowers tiers whose time is over, and ends points whose year is, each as of its own moment."""

    resets: TierResets
    clock: Clock

    def __call__(self, limit: int = 100) -> int:
        """Look at up to `limit` of them; returns how many were found. Raises `StoreUnavailable`."""
        now = self.clock.now()
        found = self.resets.reset(now, limit)
        return found + self.resets.begin_years(now, limit - found) if found < limit else found

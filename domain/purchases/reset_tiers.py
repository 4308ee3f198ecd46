"""Use case: look again at tiers that have ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.clock import Clock


class TierResets(Protocol):
    """Where members' tiers are kept."""

    def reset(self, now: datetime, limit: int) -> int:
        """Look again at up to `limit` tiers that ended at `now` or before; returns how many there were.

        Several workers at once look at each once. Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class ResetTiers:
    """Keeps or lowers tiers whose time is over, by the points that count now."""

    resets: TierResets
    clock: Clock

    def __call__(self, limit: int = 100) -> int:
        """Look at up to `limit` of them; returns how many were found. Raises `StoreUnavailable`."""
        return self.resets.reset(self.clock.now(), limit)

"""How a member came to the tier that the member is in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.purchases.tier_standing import TierReason


@dataclass(frozen=True, slots=True)
class TierChange:
    """A member came into a tier, kept it or fell to it at `joined_at`; `tier` is its code, empty below the lowest.

    It was to be looked at again at `resets_at`, None for one that lasts. `points` are those that counted then, None where
    that is not known any more, and `explanation` says what they led to.
    """

    tier: str
    reason: TierReason
    joined_at: datetime
    resets_at: datetime | None
    points: Decimal | None
    explanation: str

"""Which tier a member is in, and how it changes: pure, decided over what was loaded under the member's lock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from domain.programmes.tier_rules import TierLevel, TierRules


class TierReason(Enum):
    """Why a standing began; the value is what is stored."""

    REACHED = "reached"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class TierStanding:
    """A member's tier since `joined_at`; it is looked at again at `resets_at`, None for one that lasts.

    `code` is empty for a member below the lowest level.
    """

    code: str
    name: str
    joined_at: datetime
    resets_at: datetime | None
    reason: TierReason


def lifted(rules: TierRules, present: str, points: Decimal, now: datetime, zone: ZoneInfo) -> TierStanding | None:
    """The standing that these points lift a member to who is in the tier `present`; None where they lift nobody.

    Points never lower a tier: a return leaves it, and it is looked at again when it ends.
    """
    level = rules.reached(points)
    if level is None or rules.rank(level.code) <= rules.rank(present):
        return None
    return _standing(level, now, zone, TierReason.REACHED)


def reset(rules: TierRules, present: str, points: Decimal, now: datetime, zone: ZoneInfo) -> TierStanding:
    """The standing after a tier has ended: kept where the points still reach it, else the highest that they reach."""
    level = rules.reached(points)
    if level is None:
        return TierStanding("", "", now, None, TierReason.DROPPED)
    is_kept = rules.rank(level.code) >= rules.rank(present)
    return _standing(level, now, zone, TierReason.KEPT if is_kept else TierReason.DROPPED)


def _standing(level: TierLevel, now: datetime, zone: ZoneInfo, reason: TierReason) -> TierStanding:
    ends_at = level.ends_at(now.astimezone(zone))
    return TierStanding(level.code, level.name, now, ends_at.astimezone(UTC) if ends_at else None, reason)

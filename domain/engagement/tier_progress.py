"""How far a member is on the way to the next tier."""

from dataclasses import dataclass
from decimal import Decimal

from domain.programmes.tier_rules import TierLevel, TierRules

UNENROLLED = "Unenrolled"
"""The name of the standing below the lowest level; its rank is 0."""


@dataclass(frozen=True, slots=True)
class TierProgress:
    """The tier that a member is in and the one above it; None at the top, and where the programme has no tiers."""

    system: str
    code: str
    name: str
    rank: int
    points: Decimal
    next_level: TierLevel | None = None

    @property
    def points_missing(self) -> Decimal | None:
        """The tier-qualifying points to the next level, never below zero."""
        return max(Decimal(0), self.next_level.entry - self.points) if self.next_level else None

    @property
    def is_reached(self) -> bool:
        """Whether the points reach the next level: so where a tier that people keep lies below them."""
        return self.next_level is not None and self.points >= self.next_level.entry


def tier_progress(rules: TierRules | None, present: str, points: Decimal) -> TierProgress:
    """The progress of a member in the tier of this code with these tier-qualifying points.

    A code that the rules don't know is its own name, of rank 0.
    """
    if rules is None:
        return TierProgress("", present, present or UNENROLLED, 0, points)
    rank, level = rules.rank(present), rules.level(present)
    above = rules.levels[rank] if rank < len(rules.levels) else None
    name = level.name if level else present or UNENROLLED
    return TierProgress(rules.system, present, name, rank, points, above)

"""Which tier a member is in, and how it changes: pure, decided over what was loaded under the member's lock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from domain.amounts import format_plain
from domain.programmes.tier_rules import Fall, TierLevel, TierRules


class TierReason(Enum):
    """Why a standing began; the value is what is stored."""

    REACHED = "reached"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class TierStanding:
    """A member's tier since `joined_at`; it is looked at again at `resets_at`, None for one that lasts.

    `code` is empty for a member below the lowest level. `points` are those that counted when it began, and `explanation`
    says what they led to.
    """

    code: str
    name: str
    joined_at: datetime
    resets_at: datetime | None
    reason: TierReason
    points: Decimal = Decimal(0)
    explanation: str = ""


def lifted(rules: TierRules, present: str, points: Decimal, now: datetime, zone: ZoneInfo) -> TierStanding | None:
    """The standing that these points lift a member to who is in the tier `present`; None where they lift nobody.

    Points never lower a tier: a return leaves it, and it is looked at again when it ends.
    """
    level = rules.reached(points)
    if level is None or rules.rank(level.code) <= rules.rank(present):
        return None
    why = f"{format_plain(points)} points reach {level.name}, which takes {format_plain(level.entry)}."
    return _standing(level, now, level.ends_at(now.astimezone(zone)), TierReason.REACHED, points, why)


def reset(rules: TierRules, present: str, points: Decimal, ended: datetime, zone: ZoneInfo) -> TierStanding:
    """The standing after a tier has ended at this moment.

    It is kept with the points that the level asks for; else the member falls to the highest level that the points reach,
    or by one level where the rules say so and that is higher.
    """
    held, level = rules.level(present), rules.reached(points)
    if held and points >= held.points_to_keep and rules.rank(level.code if level else "") <= rules.rank(present):
        why = f"{format_plain(points)} points keep {held.name}, which takes {format_plain(held.points_to_keep)}."
        return _again(held, ended, zone, TierReason.KEPT, points, why)
    below = rules.below(present)
    if rules.fall is Fall.ONE_LEVEL and below and (level is None or rules.rank(below.code) > rules.rank(level.code)):
        level = below
    taken = f", which takes {format_plain(held.points_to_keep)}" if held else ""
    why = f"{format_plain(points)} points do not keep {held.name if held else present or 'a tier'}{taken}."
    if level is None:
        return TierStanding("", "", ended, None, TierReason.DROPPED, points, why)
    is_kept = rules.rank(level.code) >= rules.rank(present)
    if is_kept:
        why = f"{format_plain(points)} points reach {level.name}, which takes {format_plain(level.entry)}."
    return _again(level, ended, zone, TierReason.KEPT if is_kept else TierReason.DROPPED, points, why)


def _again(
    level: TierLevel, ended: datetime, zone: ZoneInfo, reason: TierReason, points: Decimal, why: str
) -> TierStanding:
    return _standing(level, ended, level.ends_again_at(ended.astimezone(zone)), reason, points, why)


def _standing(
    level: TierLevel, joined: datetime, ends_at: datetime | None, reason: TierReason, points: Decimal, why: str
) -> TierStanding:
    resets_at = ends_at.astimezone(UTC) if ends_at else None
    return TierStanding(level.code, level.name, joined, resets_at, reason, points, why)

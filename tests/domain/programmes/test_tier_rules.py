"""Levels: which one points reach, and when it ends."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.programmes.tier_rules import Fall, TierLevel, TierRules, TierTerm
from domain.purchases.tier_standing import TierReason, lifted, reset

LONDON = ZoneInfo("Europe/London")
BASE = TierLevel("BASE", "Base", Decimal(0))
SILVER = TierLevel("SILVER", "Silver", Decimal(2000), TierTerm.END_OF_NEXT_YEAR)
GOLD = TierLevel("GOLD", "Gold", Decimal(10000), TierTerm.MONTHS, 18)
RULES = TierRules("ACME Tier System", (BASE, SILVER, GOLD))
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("points", "code"), [("-1", None), ("0", "BASE"), ("1999.9999", "BASE"), ("2000", "SILVER"), ("99999", "GOLD")]
)
def test_the_highest_level_that_points_reach(points: str, code: str | None) -> None:
    level = RULES.reached(Decimal(points))
    assert (level.code if level else None) == code


@pytest.mark.parametrize(
    ("level", "joined", "ends"),
    [
        (BASE, datetime(2026, 11, 1, tzinfo=LONDON), None),
        (SILVER, datetime(2026, 1, 1, tzinfo=LONDON), datetime(2028, 1, 1, tzinfo=LONDON)),
        (SILVER, datetime(2026, 12, 31, 23, 59, tzinfo=LONDON), datetime(2028, 1, 1, tzinfo=LONDON)),
        (GOLD, datetime(2026, 11, 1, 9, tzinfo=LONDON), datetime(2028, 5, 1, 9, tzinfo=LONDON)),
        (GOLD, datetime(2026, 8, 31, 9, tzinfo=LONDON), datetime(2028, 2, 29, 9, tzinfo=LONDON)),
    ],
)
def test_when_a_level_ends(level: TierLevel, joined: datetime, ends: datetime | None) -> None:
    assert level.ends_at(joined) == ends


def test_points_lift_and_never_lower() -> None:
    up = lifted(RULES, "BASE", Decimal(2500), NOW, LONDON)
    assert up
    assert (up.code, up.name, up.reason) == ("SILVER", "Silver", TierReason.REACHED)
    assert up.resets_at == datetime(2028, 1, 1, tzinfo=UTC)
    assert lifted(RULES, "SILVER", Decimal(2500), NOW, LONDON) is None
    assert lifted(RULES, "GOLD", Decimal(0), NOW, LONDON) is None
    assert lifted(RULES, "", Decimal(-5), NOW, LONDON) is None
    enrolled = lifted(RULES, "", Decimal(0), NOW, LONDON)
    assert enrolled
    assert (enrolled.code, enrolled.resets_at) == ("BASE", None)


@pytest.mark.parametrize(
    ("present", "points", "code", "reason"),
    [
        ("GOLD", "10000", "GOLD", TierReason.KEPT),
        ("GOLD", "2500", "SILVER", TierReason.DROPPED),
        ("SILVER", "10", "BASE", TierReason.DROPPED),
        ("SILVER", "-10", "", TierReason.DROPPED),
    ],
)
def test_a_tier_that_ends_is_kept_or_lowered(present: str, points: str, code: str, reason: TierReason) -> None:
    standing = reset(RULES, present, Decimal(points), NOW, LONDON)
    assert (standing.code, standing.reason) == (code, reason)


YEARLY = TierRules(
    "ACME",
    (BASE, SILVER, TierLevel("GOLD", "Gold", Decimal(10000), TierTerm.END_OF_NEXT_YEAR, keep=Decimal(8000))),
    fall=Fall.ONE_LEVEL,
)
NEW_YEAR = datetime(2028, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("points", "code", "explanation"),
    [
        ("8000", "GOLD", "8000 points keep Gold, which takes 8000."),
        ("7999", "SILVER", "7999 points do not keep Gold, which takes 8000."),
        ("0", "SILVER", "0 points do not keep Gold, which takes 8000."),
    ],
)
def test_some_points_keep_a_tier_and_fewer_lower_it_by_one_level(points: str, code: str, explanation: str) -> None:
    standing = reset(YEARLY, "GOLD", Decimal(points), NEW_YEAR, LONDON)
    assert (standing.code, standing.points, standing.explanation) == (code, Decimal(points), explanation)
    # The points of 2027 are what it stands on, and the year that follows that one is 2028.
    assert standing.resets_at == datetime(2029, 1, 1, tzinfo=UTC)


def test_one_level_is_the_least_that_is_left() -> None:
    assert reset(YEARLY, "SILVER", Decimal(-1), NEW_YEAR, LONDON).code == "BASE"
    assert reset(YEARLY, "BASE", Decimal(-1), NEW_YEAR, LONDON).code == ""
    assert reset(YEARLY, "GONE", Decimal(2500), NEW_YEAR, LONDON).code == "SILVER"
    assert reset(YEARLY, "SILVER", Decimal(10000), NEW_YEAR, LONDON).code == "GOLD"

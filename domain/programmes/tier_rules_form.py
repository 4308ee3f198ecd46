"""The tiers of a programme as people write them, in the form of its rules."""

from decimal import Decimal
from typing import Any

from domain.amounts import format_plain
from domain.codes import clean_code
from domain.errors import InvalidInput
from domain.programmes.form_reader import FormReader
from domain.programmes.tier_rules import Fall, PointsEnd, TierLevel, TierRules, TierTerm

LEVELS_LIMIT = 20
MONTHS_LIMIT = 120


def read_tiers(reader: FormReader | None) -> TierRules | None:
    """The levels, the lowest first; raises `InvalidInput`, naming the member, also where they do not rise."""
    if reader is None:
        return None
    rules = TierRules(
        system=reader.text("system"),
        levels=tuple(_read_level(each) for each in reader.objects("levels", at_most=LEVELS_LIMIT)),
        points_end=reader.choice("pointsEnd", PointsEnd, PointsEnd.NEVER),
        fall=reader.choice("fall", Fall, Fall.TO_POINTS),
    )
    reader.close()
    entries = [level.entry for level in rules.levels]
    codes = {level.code for level in rules.levels}
    if not entries or entries != sorted(set(entries)) or len(codes) < len(entries):
        raise InvalidInput(
            "tiers.levels needs at least one level, each with a code of its own and a higher entry than the one before.",
            field="tiers.levels",
        )
    return rules


def write_tiers(rules: TierRules) -> dict[str, Any]:
    """The object that `read_tiers` reads."""
    written: dict[str, Any] = {"system": rules.system, "levels": [_write_level(level) for level in rules.levels]}
    if rules.points_end is not PointsEnd.NEVER:
        written["pointsEnd"] = rules.points_end.value
    if rules.fall is not Fall.TO_POINTS:
        written["fall"] = rules.fall.value
    return written


def _read_level(reader: FormReader) -> TierLevel:
    term = reader.choice("lasts", TierTerm, TierTerm.FOR_EVER)
    months = reader.whole("months", at_most=MONTHS_LIMIT)
    if (term is TierTerm.MONTHS) != (months > 0):
        raise reader.refuse("months", 'goes with "lasts": "months", and is 1 or more')
    level = TierLevel(
        code=clean_code(reader.text("code"), "tiers.levels.code"),
        name=reader.text("name"),
        entry=reader.amount("entry", needed=True) or Decimal(0),
        term=term,
        months=months,
        keep=reader.amount("keep"),
    )
    if level.keep is not None and (level.keep > level.entry or term is TierTerm.FOR_EVER):
        raise reader.refuse("keep", "goes with a level that ends, and is at most its entry")
    reader.close()
    return level


def _write_level(level: TierLevel) -> dict[str, Any]:
    written: dict[str, Any] = {"code": level.code, "name": level.name, "entry": format_plain(level.entry)}
    if level.term is not TierTerm.FOR_EVER:
        written["lasts"] = level.term.value
    if level.months:
        written["months"] = level.months
    if level.keep is not None:
        written["keep"] = format_plain(level.keep)
    return written

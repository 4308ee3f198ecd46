"""Rules are read from the form that people write, and every fault names its member."""

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.programmes.earning_rules import EarningRules, EarnRule, Goods, Period, Rounding
from domain.programmes.earning_rules_form import read_rules, write_rules
from domain.programmes.expiry_rule import ExpiryRule, YearDay
from domain.programmes.tier_rules import Fall, PointsEnd, TierLevel, TierRules, TierTerm

FULL: dict[str, Any] = {
    "earn": [
        {"name": "base", "points": "1", "perAmount": "1", "tierMultipliers": {"GOLD": "1.5", "SILVER": "1.25"}},
        {
            "name": "coffee mornings",
            "points": "10",
            "items": ["COFFEE"],
            "categories": ["DRINKS"],
            "sites": ["0001", "0002"],
            "from": "2026-12-01",
            "until": "2026-12-24",
            "weekdays": ["mon", "sun"],
            "hours": "08:00-12:30",
        },
    ],
    "exclude": {"items": ["GIFT-CARD"], "categories": ["TOBACCO"]},
    "rounding": "half-up",
    "minimumSpend": "5",
    "capPerDay": "500.5",
    "escrowDays": 30,
    "tiers": {
        "system": "ACME",
        "levels": [
            {"code": "BASE", "name": "Base", "entry": "0"},
            {"code": "SILVER", "name": "Silver", "entry": "2000", "lasts": "end-of-next-year"},
            {"code": "GOLD", "name": "Gold", "entry": "10000", "lasts": "months", "months": 12, "keep": "8000"},
        ],
        "pointsEnd": "each-year",
        "fall": "one-level",
    },
    "expiry": {"months": 24, "day": "12-31", "noticeDays": 30},
}
LEVEL = {"code": "BASE", "name": "Base", "entry": "0"}
YEARLY = {**LEVEL, "lasts": "end-of-next-year"}


def test_every_member_is_read_and_written_again() -> None:
    rules = read_rules(json.dumps(FULL))
    assert rules == EarningRules(
        earn=(
            EarnRule(
                "base",
                Decimal(1),
                Decimal(1),
                multipliers={"GOLD": Decimal("1.5"), "SILVER": Decimal("1.25")},
            ),
            EarnRule(
                "coffee mornings",
                Decimal(10),
                None,
                Goods(frozenset({"COFFEE"}), frozenset({"DRINKS"})),
                frozenset({"0001", "0002"}),
                Period(date(2026, 12, 1), date(2026, 12, 24), frozenset({0, 6}), (time(8), time(12, 30))),
            ),
        ),
        excluded=Goods(frozenset({"GIFT-CARD"}), frozenset({"TOBACCO"})),
        rounding=Rounding.HALF_UP,
        minimum_spend=Decimal(5),
        cap_per_day=Decimal("500.5"),
        escrow_days=30,
        tiers=TierRules(
            "ACME",
            (
                TierLevel("BASE", "Base", Decimal(0)),
                TierLevel("SILVER", "Silver", Decimal(2000), TierTerm.END_OF_NEXT_YEAR),
                TierLevel("GOLD", "Gold", Decimal(10000), TierTerm.MONTHS, 12, Decimal(8000)),
            ),
            PointsEnd.EACH_YEAR,
            Fall.ONE_LEVEL,
        ),
        expiry=ExpiryRule(24, YearDay(12, 31), 30),
    )
    assert write_rules(rules) == FULL


def test_numbers_are_taken_too() -> None:
    assert read_rules('{"earn": [{"name": "a", "points": 2, "perAmount": 0.5}]}').earn[0].per_amount == Decimal("0.5")


def test_a_cap_of_nothing_is_kept() -> None:
    form = {"earn": [{"name": "a", "points": "1"}], "capPerDay": "0"}
    assert write_rules(read_rules(json.dumps(form))) == {**form, "rounding": "down"}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("earn", {"earn": []}),
        ("earn", {"earn": "x"}),
        ("earn", {"earn": [FULL["earn"][0]] * 2}),
        ("earn", {"earn": [FULL["earn"][0]] * 101}),
        ("earn[0]", {"earn": ["x"]}),
        ("earn[0].name", {"earn": [{"points": "1"}]}),
        ("earn[0].points", {"earn": [{"name": "a"}]}),
        ("earn[0].points", {"earn": [{"name": "a", "points": "1e3"}]}),
        ("earn[0].points", {"earn": [{"name": "a", "points": True}]}),
        ("earn[0].points", {"earn": [{"name": "a", "points": "-1"}]}),
        ("earn[0].perAmount", {"earn": [{"name": "a", "points": "1", "perAmount": "0"}]}),
        ("earn[0].perAmmount", {"earn": [{"name": "a", "points": "1", "perAmmount": "1"}]}),
        ("earn[0].from", {"earn": [{"name": "a", "points": "1", "from": "2026-13-01"}]}),
        ("earn[0].from", {"earn": [{"name": "a", "points": "1", "from": 5}]}),
        ("earn[0].weekdays", {"earn": [{"name": "a", "points": "1", "weekdays": ["monday"]}]}),
        ("earn[0].hours", {"earn": [{"name": "a", "points": "1", "hours": "8-12"}]}),
        ("earn[0].items", {"earn": [{"name": "a", "points": "1", "items": [1]}]}),
        ("earn[0].tierMultipliers", {"earn": [{"name": "a", "points": "1", "tierMultipliers": ["GOLD"]}]}),
        ("earn[0].tierMultipliers.GOLD", {"earn": [{"name": "a", "points": "1", "tierMultipliers": {"GOLD": []}}]}),
        ("exclude.item", {"exclude": {"item": ["X"]}}),
        ("rounding", {"rounding": "nearest"}),
        ("minimumSpend", {"minimumSpend": [5]}),
        ("escrowDays", {"escrowDays": -1}),
        ("escrowDays", {"escrowDays": 1.5}),
        ("expiry", {"expiry": 1}),
        ("expiry.months", {"expiry": {"noticeDays": 5}}),
        ("expiry.months", {"expiry": {"months": 241}}),
        ("expiry.day", {"expiry": {"day": "31-12"}}),
        ("expiry.day", {"expiry": {"day": "02-30"}}),
        ("expiry.day", {"expiry": {"day": "12-31T00"}}),
        ("expiry.day", {"expiry": {"day": 1231}}),
        ("expiry.dya", {"expiry": {"months": 1, "dya": "12-31"}}),
        ("tiers.system", {"tiers": {"levels": [LEVEL]}}),
        ("tiers.levels", {"tiers": {"system": "A", "levels": []}}),
        ("tiers.levels", {"tiers": {"system": "A", "levels": [LEVEL, {**LEVEL, "code": "SILVER"}]}}),
        ("tiers.levels", {"tiers": {"system": "A", "levels": [LEVEL, {**LEVEL, "entry": "5"}]}}),
        ("tiers.levels[0].entry", {"tiers": {"system": "A", "levels": [{"code": "B", "name": "B"}]}}),
        ("tiers.levels[0].months", {"tiers": {"system": "A", "levels": [{**LEVEL, "lasts": "months"}]}}),
        ("tiers.levels[0].months", {"tiers": {"system": "A", "levels": [{**LEVEL, "months": 5}]}}),
        ("tiers.levels[0].lasts", {"tiers": {"system": "A", "levels": [{**LEVEL, "lasts": "long"}]}}),
        ("tiers.levels[0].keep", {"tiers": {"system": "A", "levels": [{**LEVEL, "keep": "0"}]}}),
        ("tiers.levels[0].keep", {"tiers": {"system": "A", "levels": [{**YEARLY, "keep": "0.5"}]}}),
        ("tiers.pointsEnd", {"tiers": {"system": "A", "levels": [LEVEL], "pointsEnd": "yearly"}}),
        ("tiers.fall", {"tiers": {"system": "A", "levels": [LEVEL], "fall": "far"}}),
    ],
)
def test_a_fault_names_its_member(field: str, change: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_rules(json.dumps({**FULL, **change}))
    assert caught.value.field == field


@pytest.mark.parametrize("text", ["", "[]", "{", '{"earn": NaN}', "[" * 100_000, '"' + "x" * 70_000 + '"'])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_rules(text)

"""What baskets earn by rules of every kind, and the sentences that explain it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.programmes.earning_rules import EarningRules, EarnRule, Goods, Period, Rounding
from domain.purchases.basket import Basket, BasketLine
from domain.purchases.earning import Earning, Standing, earn

SATURDAY = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)
ONE_PER_POUND = EarnRule("base", Decimal(1), Decimal(1))


def basket(*amounts: str, codes: Sequence[str] = ()) -> Basket:
    items = [*codes, *[""] * (len(amounts) - len(codes))]
    lines = tuple(BasketLine(code, Decimal(amount)) for code, amount in zip(items, amounts, strict=True))
    return Basket("0001", SATURDAY, "GBP", lines)


def earned(rules: EarningRules, of: Basket, *, tier: str = "", today: str = "0", precision: int = 0) -> Earning:
    return earn(rules, of, Standing(tier, Decimal(today)), SATURDAY, precision)


def rules(*earn_rules: EarnRule, **more: Any) -> EarningRules:
    return EarningRules(earn_rules or (ONE_PER_POUND,), **more)


def test_one_per_pound_is_explained() -> None:
    earning = earned(rules(), basket("12.40"))
    assert earning.points == 12
    assert earning.steps[0].explanation == "12 points: 1 per 1.00 GBP on 12.40 GBP, rounded down"


@pytest.mark.parametrize(("rounding", "points"), [(Rounding.DOWN, 12), (Rounding.HALF_UP, 13), (Rounding.UP, 13)])
def test_parts_of_a_point_are_rounded_as_the_programme_says(rounding: Rounding, points: int) -> None:
    assert earned(rules(rounding=rounding), basket("12.50")).points == points
    assert earned(rules(rounding=rounding), basket("12.00")).points == 12
    assert earned(rules(rounding=rounding), basket("12.49")).points == (13 if rounding is Rounding.UP else 12)


def test_parts_are_rounded_once_for_the_basket_and_not_for_each_line() -> None:
    earning = earned(rules(), basket("0.60", "0.60", "0.80"))
    assert earning.points == 2
    assert [earning.share_of(line) for line in range(3)] == [1, 0, 1]


def test_points_may_have_decimal_places() -> None:
    assert earned(rules(EarnRule("cash", Decimal("0.05"), Decimal(1))), basket("12.45"), precision=2).points == Decimal(
        "0.62"
    )


def test_a_tier_multiplies() -> None:
    gold = EarnRule("base", Decimal(1), Decimal(1), multipliers={"GOLD": Decimal("1.5")})
    assert earned(rules(gold), basket("11.00"), tier="GOLD").points == 16
    assert "times 1.5 for GOLD" in earned(rules(gold), basket("11.00"), tier="GOLD").steps[0].explanation
    assert earned(rules(gold), basket("11.00"), tier="BASE").points == 11


def test_pieces_of_an_item_and_amounts_of_a_category_add_up() -> None:
    coffee = EarnRule("coffee", Decimal(10), None, Goods(items=frozenset({"COFFEE"})))
    garden = EarnRule("garden", Decimal(2), Decimal(5), Goods(categories=frozenset({"GARDEN"})))
    lines = (
        BasketLine("COFFEE", Decimal("3.00"), Decimal(2), "DRINKS"),
        BasketLine("SPADE", Decimal("14.00"), category="GARDEN"),
    )
    earning = earned(rules(ONE_PER_POUND, coffee, garden), Basket("0001", SATURDAY, "GBP", lines))
    assert [(step.rule, int(step.points)) for step in earning.steps] == [("base", 17), ("coffee", 20), ("garden", 5)]
    assert [int(earning.share_of(line)) for line in range(2)] == [23, 19]
    assert earning.steps[1].explanation == "20 points: 10 a piece on 2, rounded down"


def test_excluded_goods_earn_nothing_and_do_not_count_for_the_minimum() -> None:
    excluding = rules(excluded=Goods(items=frozenset({"GIFT-CARD"})), minimum_spend=Decimal(10))
    assert earned(excluding, basket("50.00", "9.99", codes=["GIFT-CARD"])).points == 0
    enough = earned(excluding, basket("50.00", "10.00", codes=["GIFT-CARD"]))
    assert [int(enough.points), int(enough.share_of(0))] == [10, 0]
    assert "50.00 GBP on 1 lines earns nothing" in enough.remarks[0]


def test_the_cap_of_a_day_counts_what_was_earned_before() -> None:
    bonus = EarnRule("bonus", Decimal(1), Decimal(1))
    capped = rules(ONE_PER_POUND, bonus, cap_per_day=Decimal(100))
    earning = earned(capped, basket("60.00"), today="30")
    assert [(step.rule, int(step.points)) for step in earning.steps] == [("base", 60), ("bonus", 10)]
    assert "10 of the 60 points of bonus" in earning.remarks[0]
    assert earned(capped, basket("60.00"), today="100").points == 0
    assert earned(capped, basket("60.00"), today="130").points == 0


@pytest.mark.parametrize(
    ("period", "holds"),
    [
        (Period(), True),
        (Period(since=date(2026, 11, 28), until=date(2026, 11, 28)), True),
        (Period(since=date(2026, 11, 29)), False),
        (Period(until=date(2026, 11, 27)), False),
        (Period(weekdays=frozenset({5})), True),
        (Period(weekdays=frozenset({4, 6})), False),
        (Period(hours=(time(16, 30), time(17))), True),
        (Period(hours=(time(16), time(16, 30))), False),
        (Period(hours=(time(22), time(17))), True),
        (Period(hours=(time(22), time(6))), False),
    ],
)
def test_a_rule_holds_in_its_period(period: Period, holds: bool) -> None:
    rule = EarnRule("base", Decimal(1), Decimal(1), period=period)
    assert earned(rules(rule), basket("5.00")).points == (5 if holds else 0)


def test_a_rule_holds_at_its_sites() -> None:
    here, there = (EarnRule("base", Decimal(1), Decimal(1), sites=frozenset({site})) for site in ("0001", "0002"))
    assert earned(rules(here), basket("5.00")).points == 5
    assert earned(rules(there), basket("5.00")).points == 0


AMOUNTS = st.integers(0, 10**9).map(lambda pence: Decimal(pence).scaleb(-2))
RATES = st.integers(0, 10**6).map(lambda scaled: Decimal(scaled).scaleb(-4))
RULES = st.builds(
    EarnRule,
    st.sampled_from(["a", "b", "c"]),
    RATES,
    st.one_of(st.none(), RATES.filter(bool)),
    st.builds(Goods, st.frozensets(st.sampled_from(["A", "B"])), st.frozensets(st.sampled_from(["X", "Y"]))),
    multipliers=st.dictionaries(st.sampled_from(["GOLD", "BASE"]), RATES),
)
LINES = st.builds(
    BasketLine, st.sampled_from(["", "A", "B", "C"]), AMOUNTS, RATES.filter(bool), st.sampled_from(["", "X", "Y"])
)


@given(
    st.builds(
        EarningRules,
        st.lists(RULES, min_size=1, max_size=4).map(tuple),
        st.builds(Goods, st.frozensets(st.sampled_from(["A", "B"]))),
        st.sampled_from(Rounding),
        cap_per_day=st.one_of(st.none(), RATES),
    ),
    st.lists(LINES, min_size=1, max_size=8).map(tuple),
    st.sampled_from(["", "GOLD"]),
    st.integers(0, 4),
)
def test_shares_add_up_and_no_excluded_line_has_one(
    by: EarningRules, lines: tuple[BasketLine, ...], tier: str, precision: int
) -> None:
    earning = earn(by, Basket("0001", SATURDAY, "GBP", lines), Standing(tier), SATURDAY, precision)
    assert sum(earning.share_of(line) for line in range(len(lines))) == earning.points >= 0
    assert earning.points == round(earning.points, precision)
    assert all(earning.share_of(place) == 0 for place, line in enumerate(lines) if by.excluded.has(line.item_code, ""))
    if by.cap_per_day is not None:
        assert earning.points <= by.cap_per_day

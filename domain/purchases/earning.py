"""What a basket earns, and why: pure, so that asking beforehand and booking afterwards give the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from domain.amounts import format_plain
from domain.programmes.earning_rules import EarningRules, EarnRule, Rounding
from domain.purchases.basket import Basket, BasketLine
from domain.purchases.shares import split

_ROUNDED = {Rounding.DOWN: "rounded down", Rounding.HALF_UP: "rounded to the nearest", Rounding.UP: "rounded up"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the member matters: the tier's code, empty for none, and the points earned on that day before this."""

    tier: str = ""
    earned_today: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class EarningStep:
    """What one rule gave, with the sentence that explains it; `shares` are the points of each line of the basket."""

    rule: str
    points: Decimal
    explanation: str
    shares: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Earning:
    """What a basket earns in all. `remarks` say what was left out: exclusions, a minimum not reached, a cap."""

    points: Decimal
    steps: tuple[EarningStep, ...] = ()
    remarks: tuple[str, ...] = ()

    def share_of(self, line: int) -> Decimal:
        """The points of one line, counted from 0: what taking that line back takes back."""
        return sum((step.shares[line] for step in self.steps), Decimal())


def earn(rules: EarningRules, basket: Basket, standing: Standing, local_time: datetime, precision: int) -> Earning:
    """What the basket earns by these rules.

    `local_time` is the basket's moment in the site's own time; `precision` is how many decimal places points have.
    """
    paid = Decimal(0) if rules.earns_on_withdrawals else basket.paid_with_points
    basket = basket.net() if paid else basket
    counted = [not rules.excluded.has(line.item_code, line.category) for line in basket.lines]
    remarks = [f"{_money(paid, basket)} paid with points earns nothing."] if paid else []
    remarks.extend(_left_out(basket, counted))
    spent = sum((line.amount for line, counts in zip(basket.lines, counted, strict=True) if counts), Decimal())
    if spent < rules.minimum_spend:
        remarks.append(
            f"No points: {_money(spent, basket)} counts, the least is {_money(rules.minimum_spend, basket)}."
        )
        return Earning(Decimal(0), remarks=tuple(remarks))
    unit = 10**precision
    left = None if rules.cap_per_day is None else max(0, int((rules.cap_per_day - standing.earned_today) * unit))
    steps = []
    for rule in rules.earn:
        if not rule.holds(basket.site, local_time):
            continue
        weights = [_weight(rule, line) if counts else 0 for line, counts in zip(basket.lines, counted, strict=True)]
        given = _given(rule, sum(weights), standing.tier, rules.rounding, unit)
        kept = given if left is None else min(given, left)
        if kept < given:
            remarks.append(_capped(rule, given, kept, unit, rules))
        left = None if left is None else left - kept
        if kept:
            steps.append(_step(rule, kept, weights, basket, standing.tier, rules.rounding, unit))
    return Earning(sum((step.points for step in steps), Decimal()), tuple(steps), tuple(remarks))


def _weight(rule: EarnRule, line: BasketLine) -> int:
    """How much of the line counts for the rule, in ten-thousandths of the currency's unit or of a piece."""
    if rule.goods and not rule.goods.has(line.item_code, line.category):
        return 0
    return int((line.quantity if rule.per_amount is None else line.amount).scaleb(4))


def _given(rule: EarnRule, weight: int, tier: str, rounding: Rounding, unit: int) -> int:
    """What the rule gives for this weight, in the smallest part of a point."""
    per = Fraction(rule.per_amount if rule.per_amount is not None else 1) * 10_000
    exact = Fraction(rule.points) * Fraction(rule.multipliers.get(tier, Decimal(1))) * weight * unit / per
    whole, rest = divmod(exact.numerator, exact.denominator)
    up = {Rounding.DOWN: False, Rounding.UP: rest > 0, Rounding.HALF_UP: 2 * rest >= exact.denominator}[rounding]
    return whole + up


def _step(
    rule: EarnRule, points: int, weights: list[int], basket: Basket, tier: str, rounding: Rounding, unit: int
) -> EarningStep:
    shares = tuple(Decimal(share) / unit for share in split(points, weights))
    given = Decimal(points) / unit
    return EarningStep(rule.name, given, _explanation(rule, given, sum(weights), basket, tier, rounding), shares)


def _explanation(rule: EarnRule, given: Decimal, weight: int, basket: Basket, tier: str, rounding: Rounding) -> str:
    counted = Decimal(weight).scaleb(-4)
    if rule.per_amount is None:
        how = f"{rule.points} a piece on {format_plain(counted)}"
    else:
        how = f"{rule.points} per {_money(rule.per_amount, basket)} on {_money(counted, basket)}"
    times = rule.multipliers.get(tier)
    return f"{given:f} points: {how}{f', times {times} for {tier}' if times else ''}, {_ROUNDED[rounding]}"


def _money(amount: Decimal, basket: Basket) -> str:
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{amount + 0:.{places}f} {basket.currency}"


def _left_out(basket: Basket, counted: list[bool]) -> Iterator[str]:
    excluded = [line for line, counts in zip(basket.lines, counted, strict=True) if not counts]
    if excluded:
        amount = sum((line.amount for line in excluded), Decimal())
        yield f"{_money(amount, basket)} on {len(excluded)} lines earns nothing: excluded goods."


def _capped(rule: EarnRule, given: int, kept: int, unit: int, rules: EarningRules) -> str:
    return (
        f"{Decimal(kept) / unit:f} of the {Decimal(given) / unit:f} points of {rule.name}: "
        f"a member earns at most {rules.cap_per_day} points a day."
    )

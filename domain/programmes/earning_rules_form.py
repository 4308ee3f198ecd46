"""Earning rules as people write them: a JSON object. Reading names the member that is at fault; writing is the inverse.

Amounts and points are texts in the one grammar of amounts (numbers are taken too, where they are whole), days are
`2026-12-24`, hours `16:00-18:00`, weekdays `mon` to `sun`.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.amounts import format_plain
from domain.errors import InvalidInput
from domain.programmes.earning_rules import EarningRules, EarnRule, Goods, Period, Rounding
from domain.programmes.expiry_rule_form import read_expiry, write_expiry
from domain.programmes.form_reader import WEEKDAYS, FormReader
from domain.programmes.tier_rules_form import read_tiers, write_tiers
from domain.programmes.velocity import read_velocity, write_velocity

RULES_LIMIT = 100
ESCROW_DAYS_LIMIT = 3650
FORM_BYTES_LIMIT = 64 * 1024


def read_rules(text: str) -> EarningRules:
    """The rules of this JSON text; raises `InvalidInput`, naming the member that is not as it should be."""
    if len(text.encode("utf-8", "surrogatepass")) > FORM_BYTES_LIMIT:
        raise InvalidInput(f"The rules are larger than {FORM_BYTES_LIMIT} bytes.", field="rules")
    try:
        form = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidInput(f"The rules are not JSON{place}.", field="rules") from None
    reader = FormReader(form, "")
    rules = EarningRules(
        earn=tuple(_read_rule(each) for each in reader.objects("earn", at_most=RULES_LIMIT)),
        excluded=_read_excluded(reader.object("exclude")),
        rounding=reader.choice("rounding", Rounding, Rounding.DOWN),
        minimum_spend=reader.amount("minimumSpend") or Decimal(0),
        cap_per_day=reader.amount("capPerDay"),
        escrow_days=reader.whole("escrowDays", at_most=ESCROW_DAYS_LIMIT),
        earns_on_withdrawals=reader.flag("earnOnWithdrawals"),
        velocity=read_velocity(reader.object("velocity")),
        tiers=read_tiers(reader.object("tiers")),
        expiry=read_expiry(reader.object("expiry")),
    )
    reader.close()
    names = [rule.name for rule in rules.earn]
    if not names:
        raise InvalidInput("earn is empty; give at least one rule.", field="earn")
    if len(set(names)) < len(names):
        raise InvalidInput("earn has two rules of one name; names are what explanations show.", field="earn")
    return rules


def write_rules(rules: EarningRules) -> dict[str, Any]:
    """The rules as the object that `read_rules` reads; members that say nothing are left out."""
    return _filled(
        {
            "earn": [_write_rule(rule) for rule in rules.earn],
            "exclude": _write_goods(rules.excluded),
            "rounding": rules.rounding.value,
            "minimumSpend": format_plain(rules.minimum_spend) if rules.minimum_spend else "",
            "capPerDay": "" if rules.cap_per_day is None else format_plain(rules.cap_per_day),
            "escrowDays": rules.escrow_days,
            "earnOnWithdrawals": rules.earns_on_withdrawals,
            "velocity": write_velocity(rules.velocity) if rules.velocity else "",
            "tiers": write_tiers(rules.tiers) if rules.tiers else "",
            "expiry": write_expiry(rules.expiry) if rules.expiry else "",
        }
    )


def _read_rule(reader: FormReader) -> EarnRule:
    per_amount = reader.amount("perAmount")
    if per_amount is not None and not per_amount:
        raise reader.refuse("perAmount", "is zero; leave it out to give points for each piece")
    rule = EarnRule(
        name=reader.text("name"),
        points=reader.amount("points", needed=True) or Decimal(0),
        per_amount=per_amount,
        goods=_read_goods(reader),
        sites=reader.texts("sites"),
        period=Period(
            since=reader.day("from"),
            until=reader.day("until"),
            weekdays=reader.weekdays("weekdays"),
            hours=reader.hours("hours"),
        ),
        multipliers=reader.amounts("tierMultipliers"),
    )
    reader.close()
    return rule


def _read_excluded(reader: FormReader | None) -> Goods:
    if reader is None:
        return Goods()
    goods = _read_goods(reader)
    reader.close()
    return goods


def _read_goods(reader: FormReader) -> Goods:
    return Goods(reader.texts("items"), reader.texts("categories"))


def _write_rule(rule: EarnRule) -> dict[str, Any]:
    period = rule.period
    return _filled(
        {
            "name": rule.name,
            "points": format_plain(rule.points),
            "perAmount": "" if rule.per_amount is None else format_plain(rule.per_amount),
            **_write_goods(rule.goods),
            "sites": sorted(rule.sites),
            "from": period.since.isoformat() if period.since else "",
            "until": period.until.isoformat() if period.until else "",
            "weekdays": [WEEKDAYS[day] for day in sorted(period.weekdays)],
            "hours": "-".join(f"{each:%H:%M}" for each in period.hours) if period.hours else "",
            "tierMultipliers": {tier: format_plain(times) for tier, times in sorted(rule.multipliers.items())},
        }
    )


def _write_goods(goods: Goods) -> dict[str, Any]:
    return _filled({"items": sorted(goods.items), "categories": sorted(goods.categories)})


def _filled(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in ("", [], {}, 0)}


def _refuse_constant(name: str) -> Decimal:
    raise ValueError(name)

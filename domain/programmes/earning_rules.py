"""What a programme gives for a purchase: a small vocabulary of rules, each of which can explain itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from domain.programmes.expiry_rule import ExpiryRule
from domain.programmes.tier_rules import TierRules
from domain.programmes.velocity import Velocity


class Rounding(Enum):
    """What becomes of a part of a point; the value is the name in rules' files and replies."""

    DOWN = "down"
    HALF_UP = "half-up"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Period:
    """When a rule holds, in the site's own time; what is not given does not matter.

    `until` is the last day. `weekdays` counts Monday as 0. `hours` are from the first to just before the second; where
    the second is the earlier, they run past midnight.
    """

    since: date | None = None
    until: date | None = None
    weekdays: frozenset[int] = frozenset()
    hours: tuple[time, time] | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether the moment, in the site's own time, lies in the period."""
        day = moment.date()
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        if self.weekdays and moment.weekday() not in self.weekdays:
            return False
        if self.hours is None:
            return True
        first, last = self.hours
        now = moment.time()
        return first <= now < last if first < last else now >= first or now < last


@dataclass(frozen=True, slots=True)
class Goods:
    """Some of the goods, by item code or by category; without any, nothing is named."""

    items: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.items or self.categories)

    def has(self, item_code: str, category: str) -> bool:
        """Whether a line of this item and category is among them."""
        return item_code in self.items or (category != "" and category in self.categories)


@dataclass(frozen=True, slots=True)
class EarnRule:
    """`points` for each `per_amount` of the currency or, where that is None, for each piece bought.

    It counts the lines of `goods` (all lines, where that names none), at `sites` (everywhere, where that is empty).
    `multipliers` by tier code apply to what the rule gives; a tier that is not named counts once.
    """

    name: str
    points: Decimal
    per_amount: Decimal | None
    goods: Goods = field(default_factory=Goods)
    sites: frozenset[str] = frozenset()
    period: Period = field(default_factory=Period)
    multipliers: Mapping[str, Decimal] = field(default_factory=dict)

    def holds(self, site: str, moment: datetime) -> bool:
        """Whether the rule gives points at this site at this moment, which is in the site's own time."""
        return (not self.sites or site in self.sites) and self.period.holds(moment)


@dataclass(frozen=True, slots=True)
class EarningRules:
    """One version of a programme's rules; what several rules give for a purchase adds up.

    `excluded` goods earn nothing and do not count towards `minimum_spend`. `cap_per_day` bounds what one member earns
    on one day of the site's own calendar. Points wait `escrow_days` before they can be spent. `tiers` are the levels that
    they lead to; None where the programme has none, or leaves them to people. `expiry` is None where points last.
    What is paid with points earns only with `earns_on_withdrawals`.
    What passes the limits of `velocity` waits until somebody has looked.
    """

    earn: tuple[EarnRule, ...]
    excluded: Goods = field(default_factory=Goods)
    rounding: Rounding = Rounding.DOWN
    minimum_spend: Decimal = Decimal(0)
    cap_per_day: Decimal | None = None
    escrow_days: int = 0
    tiers: TierRules | None = None
    expiry: ExpiryRule | None = None
    earns_on_withdrawals: bool = False
    velocity: Velocity | None = None

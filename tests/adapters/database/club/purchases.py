"""The purchases of a club, by the plain rules: what each line earned and was paid with, and what of that came back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.adapters.database.club.points import Heap
from tests.adapters.database.club.rules import Rules

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Payment:
    """Points that pay: how many, for how much, and the till's movement where it has made one."""

    points: int
    amount: int
    moved: str = ""


@dataclass(frozen=True)
class Order:
    """A ticket as a till sends it; `back` are lines (from 1) with quantities, None for a cancellation of the original."""

    receipt: str
    at: datetime
    amounts: tuple[str, ...] = ()
    quantity: int = 1
    who: str = ""
    original: str = ""
    back: tuple[tuple[int, Decimal], ...] | None = ()
    payment: Payment | None = None
    key: str = ""


@dataclass
class Line:
    """A line that was sold: its points, its share of the points that paid, and what came back."""

    quantity: Decimal
    points: int = 0
    paid: int = 0
    back: Decimal = Decimal(0)
    points_back: int = 0
    paid_back: int = 0

    def share(self, points: int) -> int:
        """How many of the points belong to what has come back by now."""
        return int(Fraction(points) * Fraction(self.back) / Fraction(self.quantity))

    def take_points(self) -> int:
        """The points that have come back since this was asked last."""
        before, self.points_back = self.points_back, self.share(self.points)
        return self.points_back - before

    def take_paid(self) -> int:
        """The points that paid and go back since this was asked last."""
        before, self.paid_back = self.paid_back, self.share(self.paid)
        return self.paid_back - before


@dataclass
class Told:
    """What a ticket's receipt says of points, and the four balances after it."""

    earned: int = 0
    taken_back: int = 0
    withdrawn: int = 0
    given_back: int = 0
    status: str = "booked"
    balances: tuple[int, int, int, int] | None = None


@dataclass
class Sale:
    """A ticket in the books; `waiting` are its points in escrow until `due`, `counted_at` is since when they count."""

    order: Order
    lines: list[Line]
    owner: str = ""
    card: str = ""
    told: Told = field(default_factory=Told)
    rank: str = ""
    paid_by: list[str] = field(default_factory=list)
    due: datetime | None = None
    waiting: int = 0
    heap: Heap | None = None
    counted_at: datetime | None = None

    def net(self) -> list[int]:
        """What is paid for each line without points, in ten-thousandths."""
        gross = [int(Decimal(each) * 10_000) for each in self.order.amounts]
        paid = self.order.payment.amount * 10_000 if self.order.payment else 0
        return [amount - part for amount, part in zip(gross, divided(paid, gross), strict=True)]

    def worth(self, times: int) -> int:
        """The points of the whole basket, rounded once."""
        return sum(self.net()) * times // 10_000


def divided(total: int, weights: list[int]) -> list[int]:
    """A whole number over parts: all by their weight, rounded down, and what is left to those who lost most."""
    if not sum(weights):
        return [total if place == 0 else 0 for place in range(len(weights))]
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [int(each) for each in exact]
    losers = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))
    for place in losers[: total - sum(parts)]:
        parts[place] += 1
    return parts


def is_too_fast(rules: Rules, at: datetime, points: int, given: list[tuple[datetime, int]]) -> bool:
    """Whether any hour with this ticket in it would give more tickets or points than it may."""
    everything = [*given, (at, points)]
    for start, _ in everything:
        if start <= at < start + HOUR:
            inside = [each for moment, each in everything if start <= moment < start + HOUR]
            if rules.tickets_an_hour is not None and len(inside) > rules.tickets_an_hour:
                return True
            if rules.points_an_hour is not None and sum(inside) > rules.points_an_hour:
                return True
    return False

"""A basket: what was bought, where and when, before a receipt is printed or after it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from domain.clock import Clock
from domain.currencies import currency_code, currency_places
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.purchases.shares import split
from domain.text import optional_identifier

LINES_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line of a basket.

    `amount` is what is paid for the line, in units of the currency, tax included and discount taken off. `quantity`
    may have decimal places (weighed goods). `item_code` and `category`, the kind of goods, are the shop's own codes; they may be empty.
    """

    item_code: str
    amount: Decimal
    quantity: Decimal = Decimal(1)
    category: str = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """What a member buys. `occurred_at` is the business time: aware, in UTC. `paid_with_points` is a part of the total."""

    site: str
    occurred_at: datetime
    currency: str
    lines: tuple[BasketLine, ...]
    paid_with_points: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """What is paid for all lines."""
        return sum((line.amount for line in self.lines), Decimal())

    def split(self, total: int) -> list[int]:
        """A whole number over the lines, in proportion to what is paid for them."""
        return split(total, [int(line.amount.scaleb(4)) for line in self.lines])

    def net(self) -> "Basket":
        """The basket as it is paid without points: what points pay is taken off the lines in proportion."""
        shares = self.split(int(self.paid_with_points.scaleb(4)))
        lines = [
            replace(line, amount=line.amount - Decimal(share).scaleb(-4))
            for line, share in zip(self.lines, shares, strict=True)
        ]
        return replace(self, lines=tuple(lines), paid_with_points=Decimal(0))


@dataclass(frozen=True, slots=True)
class BasketDraft:
    """A basket as it was sent: texts as they came, amounts read, times as sent (naive ones are the site's own)."""

    lines: tuple[BasketLine, ...]
    site: str = ""
    occurred_at: datetime | None = None
    currency: str = ""
    paid_with_points: Decimal = Decimal(0)


def clean_basket(draft: BasketDraft, programme: Programme, site: str, clock: Clock) -> Basket:
    """The basket after checking; `site` is where the call comes from, after the caller's scope was asked.

    Without a currency it is the programme's, without a time it is now. Raises `InvalidInput`, naming the field.
    """
    currency = currency_code(draft.currency, "currency") if draft.currency else programme.currency
    if currency != programme.currency:
        raise InvalidInput(f"currency is {currency}, the programme earns on {programme.currency}.", field="currency")
    if not 1 <= len(draft.lines) <= LINES_LIMIT:
        raise InvalidInput(f"A basket has from 1 to {LINES_LIMIT} lines; got {len(draft.lines)}.", field="lines")
    places = currency_places(currency)
    lines = tuple(_clean_line(line, f"lines[{place}]", places) for place, line in enumerate(draft.lines))
    paid = draft.paid_with_points
    if paid < 0 or paid != round(paid, places) or paid > sum((line.amount for line in lines), Decimal()):
        raise InvalidInput(
            "Points pay for no less than nothing and no more than the lines come to.", field="withdrawals"
        )
    moment = draft.occurred_at or clock.now()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=programme.zone_of(site))
    return Basket(site, moment.astimezone(UTC), currency, lines, paid)


def _clean_line(line: BasketLine, path: str, places: int) -> BasketLine:
    if line.amount != round(line.amount, places):
        raise InvalidInput(f"{path}.amount has more than the {places} decimal places of the currency.", field=path)
    if line.amount < 0:
        raise InvalidInput(f"{path}.amount is below zero; what comes back is a return, not a basket.", field=path)
    if line.quantity <= 0:
        raise InvalidInput(f"{path}.quantity is not above zero.", field=path)
    item_code, category = (
        optional_identifier(line.item_code, f"{path}.itemCode"),
        optional_identifier(line.category, f"{path}.category"),
    )
    return BasketLine(item_code, line.amount, line.quantity, category)

"""A basket as it is sent: money in units of the currency (12.40), times in milliseconds since 1970."""

from decimal import Decimal
from typing import Any

from marshmallow import fields

from domain.purchases.basket import LINES_LIMIT, BasketDraft, BasketLine
from rest.enactor.fields import Amount, EpochMilliseconds, Identifier
from rest.enactor.wire_schema import WireSchema
from rest.tickets.fields import list_of


class BasketLineSchema(WireSchema):
    """One line: what is paid for it, tax included and discount taken off."""

    item_code = Identifier("The shop's code of the item.", load_default="")
    category = Identifier("The shop's code of the kind of goods.", load_default="")
    quantity = Amount("Pieces, or the weight; 1 where it is not sent.", load_default=lambda: Decimal(1))
    amount = Amount("What is paid for the line, in units of the currency.", required=True)


class BasketSchema(WireSchema):
    """What is bought, where and when."""

    location_id = Identifier("The shop, where neither a header nor the credentials say it.", load_default="")
    occurred_at = EpochMilliseconds("The business time; now, where it is not sent.")
    currency = Identifier("ISO 4217; the programme's, where it is not sent.", load_default="")
    paid_with_points = Amount(
        "What points pay of it, in units of the currency; it earns nothing unless the rules say so.",
        load_default=lambda: Decimal(0),
    )
    lines = list_of(fields.Nested(BasketLineSchema), at_most=LINES_LIMIT, name="lines", needed=True)


def basket_of(members: dict[str, Any]) -> BasketDraft:
    """The basket of what the schema read."""
    return BasketDraft(
        lines=tuple(BasketLine(**line) for line in members["lines"]),
        site=members["location_id"],
        occurred_at=members.get("occurred_at"),
        currency=members["currency"],
        paid_with_points=members["paid_with_points"],
    )

"""POST /tickets/preview: what a basket would earn, moving nothing."""

from decimal import Decimal
from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.purchases.preview_earning import EarningForecast, EarningPreview
from domain.purchases.ticket_books import TicketStatus
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import Amount, EpochMilliseconds, Identifier
from rest.enactor.replies.refusal import OutcomeReplySchema, outcome_members
from rest.tickets.basket_schema import BasketSchema, basket_of
from rest.tickets.earning_schema import EarningSchema, earning_members

_EXAMPLE = {
    "cardNumber": "6335000001",
    "locationId": "0001",
    "lines": [
        {"itemCode": "COFFEE", "category": "DRINKS", "quantity": 2, "amount": 6.00},
        {"itemCode": "SPADE", "category": "GARDEN", "amount": 14.00},
    ],
}


class EarningPreviewSchema(BasketSchema):
    """A basket, and whose it is."""

    card_number = Identifier("The member's card.", load_default="")
    customer_number = Identifier("The member's customer number.", load_default="")
    withdraw_points = Amount(
        "How many points are to pay paidWithPoints; it is told whether the account covers them.",
        load_default=lambda: Decimal(0),
    )


class EarningForecastSchema(EarningSchema, OutcomeReplySchema):
    """What the basket would earn."""

    status = fields.String(
        metadata={
            "enum": [TicketStatus.BOOKED.value, TicketStatus.REVIEW.value],
            "description": "review: it would earn too fast, and give no points before somebody has looked.",
        }
    )
    rules_version = fields.Integer(metadata={"description": "The version of the programme's rules that judged it."})
    spendable_from = EpochMilliseconds("Until then the points wait.")
    customer_number = fields.String(metadata={"description": "Whose basket it is, where that is known."})
    tier_code = fields.String()


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "POST",
        "/preview",
        name="previewEarning",
        body=EarningPreviewSchema,
        reply=EarningForecastSchema,
        example=_EXAMPLE,
    )
    def preview_earning(basket: dict[str, Any]) -> dict[str, Any]:
        """Tell what a basket would earn as a ticket of this moment, and why; nothing moves.

        It is judged as the ticket will be: by what the member has earned today, by the limits of earning too fast, by the
        account's status, and by whether the account covers withdrawPoints (WithdrawalNotCovered). What the member does in
        between may change it. Without a card and a customer number it is answered for a member of no tier.
        """
        preview = EarningPreview(
            basket_of(basket),
            basket["card_number"],
            basket["customer_number"],
            header_origin(),
            basket["withdraw_points"],
        )
        return _members(core.preview_earning(caller(), preview), len(basket["lines"]))


def _members(forecast: EarningForecast, lines: int) -> dict[str, Any]:
    member = forecast.member
    return {
        **outcome_members(None),
        **earning_members(forecast.earning, lines),
        "remarks": list(forecast.remarks),
        "status": forecast.status.value,
        "rules_version": forecast.rules_version,
        "spendable_from": forecast.spendable_from,
        "customer_number": member.customer_number if member else None,
        "tier_code": member.tier if member else None,
    }

"""A ticket as it is sent: money in units of the currency (12.40), times in milliseconds since 1970."""

from decimal import Decimal
from typing import Any

from marshmallow import fields

from domain.identity.origin import Origin
from domain.purchases.basket import LINES_LIMIT, BasketLine
from domain.purchases.ticket import ReturnedLine, Tender, TicketLine, Withdrawal, Wording
from domain.purchases.ticket_form import TENDERS_LIMIT, OriginalDraft, TicketDraft
from domain.purchases.withdrawal_form import WITHDRAWALS_LIMIT
from rest.enactor.fields import Amount, EpochMilliseconds, Identifier
from rest.enactor.wire_schema import WireSchema
from rest.tickets.basket_schema import BasketLineSchema
from rest.tickets.fields import Count, Day, Words, list_of

_WORDING = ("name", "short_description", "long_description", "unit_price", "tax", "discount")


class TicketLineSchema(BasketLineSchema):
    """One line that was sold; its name, price, tax and discount are for whoever shows the ticket."""

    name = Words(load_default="")
    short_description = Words(load_default="")
    long_description = Words(load_default="")
    unit_price = Amount("The price of one.")
    tax = Amount("The tax in the amount.", load_default=lambda: Decimal(0))
    discount = Amount("What was taken off.", load_default=lambda: Decimal(0))


class ReturnedLineSchema(WireSchema):
    """Some of a line of the original ticket that comes back."""

    original_line = Count("Its place on the original, from 1.", required=True)
    quantity = Amount("How much of it.", required=True)
    amount = Amount("What is paid back for it.", required=True)


class OriginalSchema(WireSchema):
    """An earlier ticket."""

    receipt_number = Identifier("Its receipt number.", required=True)
    business_date = Day("The shop's day of it.", required=True)
    location_id = Identifier("Its shop; that of this ticket, where it is not sent.", load_default="")
    device_id = Identifier("Its till; that of this ticket, where it is not sent.", load_default="")


class TenderSchema(WireSchema):
    """How a part was paid."""

    type = Identifier("The shop's code: CASH, CARD, ...", required=True)
    amount = Amount("How much.", required=True)


class WithdrawalSchema(WireSchema):
    """Points spent as payment."""

    points = Amount("How many.", required=True)
    amount = Amount("What they pay of the total, in units of the currency.", required=True)
    transaction_id = Identifier(
        "The till's own balance update that moved them already; without it the ticket moves them.", load_default=""
    )


class TicketSchema(WireSchema):
    """A purchase, a return, an exchange (both at once), or the cancellation of an earlier ticket.

    Receipt number, shop, till and business date are what names it: sent again, it is the same ticket.
    """

    receipt_number = Identifier("The till's number of the receipt.", required=True)
    business_date = Day("The shop's own day; by default that of occurredAt.")
    location_id = Identifier("The shop, where neither a header nor the credentials say it.", load_default="")
    device_id = Identifier("The till, where neither a header nor the credentials say it.", load_default="")
    occurred_at = EpochMilliseconds("When it was finished; a resend keeps it.", required=True)
    sequence = Count("The till's own running number, by which gaps are found.")
    idempotency_key = Identifier("A second name for this ticket, where the till has one.", load_default="")
    card_number = Identifier("The member's card.", load_default="")
    customer_number = Identifier("The member's customer number.", load_default="")
    currency = Identifier("ISO 4217; the programme's, where it is not sent.", load_default="")
    lines = list_of(fields.Nested(TicketLineSchema), at_most=LINES_LIMIT, name="lines")
    returned_lines = list_of(fields.Nested(ReturnedLineSchema), at_most=LINES_LIMIT, name="returnedLines")
    original = fields.Nested(OriginalSchema, metadata={"description": "What is returned or cancelled."})
    cancels_original = fields.Boolean(
        load_default=False, metadata={"description": "Whether all that is left of the original is taken back."}
    )
    tenders = list_of(fields.Nested(TenderSchema), at_most=TENDERS_LIMIT, name="tenders")
    withdrawals = list_of(fields.Nested(WithdrawalSchema), at_most=WITHDRAWALS_LIMIT, name="withdrawals")
    total = Amount("Sold lines less returned ones.", required=True)


def draft_of(members: dict[str, Any]) -> TicketDraft:
    """The ticket of what the schema read."""
    original = members.get("original")
    return TicketDraft(
        receipt_number=members["receipt_number"],
        total=members["total"],
        occurred_at=members["occurred_at"],
        sold=tuple(_line(line) for line in members["lines"]),
        returned=tuple(ReturnedLine(**line) for line in members["returned_lines"]),
        original=_original(original) if original else None,
        cancels=members["cancels_original"],
        tenders=tuple(Tender(**tender) for tender in members["tenders"]),
        withdrawals=tuple(Withdrawal(**withdrawal) for withdrawal in members["withdrawals"]),
        business_date=members.get("business_date"),
        currency=members["currency"],
        sequence=members.get("sequence"),
        card_number=members["card_number"],
        customer_number=members["customer_number"],
        message_origin=Origin(site=members["location_id"], device=members["device_id"]),
        request_key=members["idempotency_key"],
    )


def _line(members: dict[str, Any]) -> TicketLine:
    wording = {name: members[name] for name in _WORDING if name in members}
    sold = {name: value for name, value in members.items() if name not in _WORDING}
    return TicketLine(BasketLine(**sold), Wording(**wording))


def _original(members: dict[str, Any]) -> OriginalDraft:
    return OriginalDraft(
        members["receipt_number"], members["business_date"], members["location_id"], members["device_id"]
    )

"""A transaction as it is sent, and how it becomes a ticket: money in units of the currency, times by ISO 8601."""

from decimal import Decimal
from typing import Any

from marshmallow import fields

from domain.customers.identifier_keys import IdentifierKind
from domain.identity.origin import Origin
from domain.programmes.programme import Programme
from domain.purchases.basket import LINES_LIMIT, BasketLine
from domain.purchases.ticket import Tender, TicketLine, Wording
from domain.purchases.ticket_form import TENDERS_LIMIT, TicketDraft
from rest.enactor.fields import Amount, Identifier
from rest.sessionm.errors import FaceError
from rest.sessionm.pos.endpoints import PosRequestSchema
from rest.sessionm.pos.fields import Moment
from rest.sessionm.wire_schema import SessionSchema
from rest.tickets.fields import list_of

LONGEST_TRANSACTION_ID = 60
"""In characters; the numbers of its returns are made of it."""
_USER_ID_TYPES = {"sessionm_id": IdentifierKind.ID, "external_id": IdentifierKind.EXTERNAL}


class PosTransactionItemSchema(SessionSchema):
    """One line; one whose quantity is 0 has come back."""

    line_id = Identifier("The till's name of the line; its place, from 1, where it is not sent.", load_default="")
    item_id = Identifier("The shop's code of the item.", load_default="")
    quantity = Amount("Pieces, or the weight.", load_default=lambda: Decimal(1))
    unit_price = Amount("The price of one.")
    subtotal = Amount("What is paid for the line.", required=True)
    tax_included = Amount("The tax in it.", load_default=lambda: Decimal(0))


class PosTransactionPaymentSchema(SessionSchema):
    """How a part was paid, and by whom."""

    type = Identifier("CASH, Credit, ...", load_default="")
    amount = Amount("How much.", required=True)
    user_id = Identifier("Whose purchase it is.", load_default="")
    user_id_type = Identifier("SessionM_ID for the id of a reply, External_ID for customer number or card.")


class PosTransactionSchema(SessionSchema):
    """A transaction as it stands."""

    transaction_id = Identifier("The till's number of it.", required=True)
    open_time = Moment("When it began: its day is the business date.", required=True)
    modified_time = Moment("When it came to stand so; open_time, where it is not sent.")
    is_closed = fields.Boolean(load_default=True, metadata={"description": "Whether it is paid; false is refused."})
    is_voided = fields.Boolean(load_default=False, metadata={"description": "Whether nothing of it stands any more."})
    subtotal = Amount("What all lines cost.", required=True)
    items = list_of(fields.Nested(PosTransactionItemSchema), at_most=LINES_LIMIT, name="items")
    payments = list_of(fields.Nested(PosTransactionPaymentSchema), at_most=TENDERS_LIMIT, name="payments")


class PosTransactionRequestSchema(PosRequestSchema):
    """A transaction, from where."""

    user_id = Identifier("Whose purchase it is, where no payment says it: the id of a reply.", load_default="")
    request_payload = fields.Nested(PosTransactionSchema, required=True)


def draft_of(sent: dict[str, Any], programme: Programme) -> TicketDraft:
    """The sale that the transaction is."""
    said = sent["request_payload"]
    opened, occurred_at = said["open_time"], said.get("modified_time") or said["open_time"]
    zone = programme.zone_of(sent["store_id"])
    return TicketDraft(
        receipt_number=said["transaction_id"],
        total=said["subtotal"],
        occurred_at=occurred_at,
        business_date=(opened.astimezone(zone) if opened.tzinfo else opened).date(),
        sold=tuple(_line(item) for item in said["items"] if item["quantity"]),
        tenders=tuple(Tender(payment["type"] or "UNKNOWN", payment["amount"]) for payment in said["payments"]),
        message_origin=Origin(site=sent["store_id"], device=sent["client_id"]),
    )


def member_of(sent: dict[str, Any]) -> tuple[IdentifierKind, str]:
    """Whose the transaction is: an id and what it is; an empty one for nobody's.

    Raises `FaceError` for several people, and for a type of id that is not known.
    """
    payments = sent["request_payload"]["payments"]
    named = {(each.get("user_id_type") or "SessionM_ID", each["user_id"]) for each in payments if each["user_id"]}
    if not named:
        return IdentifierKind.ID, sent["user_id"]
    if len(named) > 1:
        raise FaceError("validation", "The payments name more than one user; points go to one.")
    ((name, user_id),) = named
    kind = _USER_ID_TYPES.get(name.lower())
    if kind is None:
        raise FaceError("validation", "user_id_type is neither SessionM_ID nor External_ID.")
    return kind, user_id


def _line(item: dict[str, Any]) -> TicketLine:
    sold = BasketLine(item["item_id"], item["subtotal"], item["quantity"])
    wording = Wording(unit_price=item.get("unit_price"), tax=item["tax_included"])
    return TicketLine(sold, wording, item["line_id"])

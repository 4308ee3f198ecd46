"""The answer to a ticket, on the wire."""

from decimal import Decimal
from typing import Any

from marshmallow import fields

from domain.amounts import format_plain
from domain.errors import LoyaltyError
from domain.purchases.ticket import TicketKind
from domain.purchases.ticket_books import TicketReceipt, TicketStatus
from domain.refusals import Refusal
from rest.enactor.fields import EpochMilliseconds, Figure
from rest.enactor.replies.refusal import OutcomeReplySchema, outcome_members
from rest.enactor.wire_schema import ReplySchema
from rest.tickets.earning_schema import EarningStepSchema


class TicketBalancesSchema(ReplySchema):
    """The member's points right after the ticket."""

    spendable = Figure("What can be spent.")
    spendable_escrow = Figure("What waits before it can be spent.")
    tier_qualifying = Figure("What counts for the tier.")
    tier_qualifying_escrow = Figure("What waits before it counts for the tier.")


class TicketReceiptSchema(OutcomeReplySchema):
    """What became of a ticket; only Success has booked it."""

    ticket_id = fields.String(metadata={"description": "The gateway's own number of it."})
    kind = fields.String(metadata={"enum": [kind.value for kind in TicketKind]})
    replayed = fields.Boolean(metadata={"description": "Whether this is the first answer again."})
    status = fields.String(
        metadata={
            "enum": [status.value for status in TicketStatus],
            "description": "review: it earned too fast, and gives no points before somebody has looked.",
        }
    )
    earned = Figure("Points that it earned.")
    taken_back = Figure("Points that it took back.")
    withdrawn = Figure("Points that paid for it.")
    given_back = Figure("Points that had paid for what it takes back, and went back to the member.")
    steps = fields.List(fields.Nested(EarningStepSchema), metadata={"description": "Why it earned them."})
    remarks = fields.List(fields.String(), metadata={"description": "What earned nothing, and why."})
    customer_number = fields.String(metadata={"description": "Whose ticket it is; not sent while it is nobody's."})
    rules_version = fields.Integer(metadata={"description": "The version of the programme's rules that judged it."})
    spendable_from = EpochMilliseconds("Until then its points wait.")
    balances = fields.Nested(TicketBalancesSchema)
    advice = fields.String(metadata={"description": "What the sender does next, where it was refused."})


def receipt_members(receipt: TicketReceipt) -> dict[str, Any]:
    """The members of the schema."""
    balances = {name: getattr(receipt, name) for name in TicketBalancesSchema().fields}
    return {
        **outcome_members(None),
        "ticket_id": str(receipt.ticket_id),
        "kind": receipt.kind.value,
        "replayed": receipt.is_replay,
        "status": receipt.status.value,
        "earned": plain(receipt.earned),
        "taken_back": plain(receipt.taken_back),
        "withdrawn": plain(receipt.withdrawn),
        "given_back": plain(receipt.given_back),
        "steps": [
            {"rule": reason.rule, "points": plain(reason.points), "explanation": reason.explanation}
            for reason in receipt.reasons
        ],
        "remarks": list(receipt.remarks),
        "customer_number": receipt.customer_number,
        "rules_version": receipt.rules_version,
        "spendable_from": receipt.spendable_from,
        "balances": {name: plain(value) for name, value in balances.items() if value is not None} or None,
    }


def error_members(error: LoyaltyError) -> dict[str, Any]:
    """A ticket that was not booked, and why; the others of its batch are not touched by it."""
    if isinstance(error, Refusal):
        return {**outcome_members(error), "advice": error.advice.value}
    return {
        "outcome": {"name": "Fail"},
        "error_code": error.code,
        "messages": [{"message_id": error.code, "message_text": error.sentence}],
        "advice": error.advice.value,
    }


def plain(amount: Decimal) -> Decimal:
    """The amount with no more places than it needs."""
    return Decimal(format_plain(amount))

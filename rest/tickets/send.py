"""POST /tickets: book tickets, each exactly once."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.errors import LoyaltyError
from domain.purchases.book_tickets import BATCH_LIMIT
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.wire_schema import ReplySchema, WireSchema
from rest.tickets.fields import list_of
from rest.tickets.receipt_schema import TicketReceiptSchema, error_members, receipt_members
from rest.tickets.ticket_schema import TicketSchema, draft_of

_EXAMPLE = {
    "tickets": [
        {
            "receiptNumber": "4711",
            "businessDate": "2026-11-01",
            "locationId": "0001",
            "deviceId": "pos1@0001.enactor",
            "occurredAt": 1793534400000,
            "sequence": 1201,
            "cardNumber": "6335000001",
            "lines": [
                {"itemCode": "COFFEE", "name": "Coffee", "category": "DRINKS", "quantity": 2, "amount": 6.00},
                {"itemCode": "SPADE", "name": "Garden spade", "category": "GARDEN", "amount": 14.00},
            ],
            "tenders": [{"type": "CASH", "amount": 20.00}],
            "total": 20.00,
        }
    ]
}


class TicketsSchema(WireSchema):
    """One ticket or a batch."""

    tickets = list_of(fields.Nested(TicketSchema), at_most=BATCH_LIMIT, name="tickets", needed=True)


class TicketResultsSchema(ReplySchema):
    """What became of each ticket, in their order."""

    results = fields.List(fields.Nested(TicketReceiptSchema), required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add("POST", "", name="sendTickets", body=TicketsSchema, reply=TicketResultsSchema, example=_EXAMPLE)
    def send_tickets(batch: dict[str, Any]) -> dict[str, Any]:
        """Book tickets, each exactly once; one that is refused leaves the others of its batch alone.

        A sale earns by the rules of its own time. A return names its original and the lines of it, and takes back
        exactly what they earned. Late and out of order is fine: a return whose original is not there yet is answered
        TicketNotFound and sent again later. Points that paid for a ticket leave with it, or it is refused as a whole
        (WithdrawalNotCovered); a return gives back their share. Sent again, a ticket gets its first answer.
        """
        results = core.book_tickets(caller(), [draft_of(ticket) for ticket in batch["tickets"]], header_origin())
        return {
            "results": [
                error_members(result) if isinstance(result, LoyaltyError) else receipt_members(result)
                for result in results
            ]
        }

"""POST /tickets/reviews/approvals: let a ticket in review earn."""

from typing import Any

from domain.core import LoyaltyCore
from rest.enactor.call import caller
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import Identifier
from rest.enactor.wire_schema import WireSchema
from rest.tickets.receipt_schema import TicketReceiptSchema, receipt_members


class ApprovalSchema(WireSchema):
    """A ticket in review."""

    ticket_id = Identifier("The ticketId of its receipt.", required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "POST",
        "/reviews/approvals",
        name="approveTicket",
        body=ApprovalSchema,
        reply=TicketReceiptSchema,
        example={"ticketId": "4711"},
    )
    def approve_ticket(said: dict[str, Any]) -> dict[str, Any]:
        """Give a ticket in review its points, by the rules of its own time, less what came back since.

        Approved before, it gets the same answer again. One that is not in review is answered TicketNotInReview.
        """
        return receipt_members(core.approve_ticket(caller(), said["ticket_id"]))

"""POST /tickets/reviews/rejections: let a ticket in review earn nothing."""

from typing import Any

from domain.core import LoyaltyCore
from rest.enactor.call import caller
from rest.enactor.endpoints import Endpoints
from rest.tickets.fields import Words
from rest.tickets.receipt_schema import TicketReceiptSchema, receipt_members
from rest.tickets.review_approve import ApprovalSchema


class RejectionSchema(ApprovalSchema):
    """A ticket in review, and why it earns nothing."""

    reason = Words("It is kept, and told on the receipt.", required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "POST",
        "/reviews/rejections",
        name="rejectTicket",
        body=RejectionSchema,
        reply=TicketReceiptSchema,
        example={"ticketId": "4711", "reason": "card shared by the staff"},
    )
    def reject_ticket(said: dict[str, Any]) -> dict[str, Any]:
        """Let a ticket in review earn nothing, for good.

        Rejected before, it gets the same answer again. One that is not in review is answered TicketNotInReview.
        """
        return receipt_members(core.reject_ticket(caller(), said["ticket_id"], said["reason"]))

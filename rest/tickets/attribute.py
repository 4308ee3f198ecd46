"""POST /tickets/attributions: give a ticket that belongs to nobody to a member, once."""

from typing import Any

from domain.core import LoyaltyCore
from domain.identity.origin import Origin
from domain.purchases.attribute_ticket import Attribution
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import Identifier
from rest.tickets.receipt_schema import TicketReceiptSchema, receipt_members
from rest.tickets.ticket_schema import OriginalSchema

_EXAMPLE = {"receiptNumber": "4711", "businessDate": "2026-11-01", "cardNumber": "6335000001"}


class AttributionSchema(OriginalSchema):
    """A ticket that is in the books, and whose it is."""

    card_number = Identifier("The member's card.", load_default="")
    customer_number = Identifier("The member's customer number.", load_default="")


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "POST",
        "/attributions",
        name="attributeTicket",
        body=AttributionSchema,
        reply=TicketReceiptSchema,
        example=_EXAMPLE,
    )
    def attribute_ticket(said: dict[str, Any]) -> dict[str, Any]:
        """Give a ticket that belongs to nobody to a member ("I forgot my card").

        It earns by the rules of its own time, less what came back since. A ticket has one member for good: another one
        is answered TicketTaken, the same one gets the first answer. While the member's account is blocked, the answer is
        AccountBlocked and the ticket stays free.
        """
        attribution = Attribution(
            receipt_number=said["receipt_number"],
            business_date=said["business_date"],
            card_number=said["card_number"],
            customer_number=said["customer_number"],
            message_origin=Origin(site=said["location_id"], device=said["device_id"]),
            header_origin=header_origin(),
        )
        return receipt_members(core.attribute_ticket(caller(), attribution))

"""PosTicketService: purchases, and what they earn."""

from typing import Any

from lxml import etree
from spyne import AnyXml, Service, rpc

from domain.errors import LoyaltyError
from domain.purchases.ticket_books import TicketReceipt
from domain.refusals import Refusal
from wsdl.call import call_of
from wsdl.replies.tickets import forecast_reply, gaps_reply, receipt_reply
from wsdl.ticket_operations import attribute_ticket, book_ticket, list_ticket_gaps, preview_earning
from wsdl.types.tickets import EarningPreviewRequest, Ticket, TicketAttributionRequest, TicketGapSearchRequest


class PosTicketService(Service):
    """The operations of PosTicketService.wsdl."""

    @rpc(
        Ticket.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "ticketRequest"},
        _operation_name="submitTicket",
        _returns=AnyXml,
    )
    def submit_ticket(ctx: Any, request: Any) -> etree._Element:  # noqa: N805 - Spyne's way
        """Book a ticket, once; what is no refusal but an error is raised, as for any other message."""
        result = book_ticket(call_of(ctx), request)
        if isinstance(result, LoyaltyError) and not isinstance(result, Refusal):
            raise result
        return receipt_reply("submitTicketResponse", result)

    @rpc(
        EarningPreviewRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "earningPreviewRequest"},
        _operation_name="submitEarningPreview",
        _returns=AnyXml,
    )
    def submit_earning_preview(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Tell what a basket would earn."""
        lines = len(request.lines.line or ())
        try:
            return forecast_reply(preview_earning(call_of(ctx), request), lines)
        except Refusal as refusal:
            return forecast_reply(refusal, lines)

    @rpc(
        TicketAttributionRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "ticketAttributionRequest"},
        _operation_name="submitTicketAttribution",
        _returns=AnyXml,
    )
    def submit_ticket_attribution(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Give a ticket that belongs to nobody to a member."""
        result: TicketReceipt | Refusal
        try:
            result = attribute_ticket(call_of(ctx), request)
        except Refusal as refusal:
            result = refusal
        return receipt_reply("submitTicketAttributionResponse", result)

    @rpc(
        TicketGapSearchRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "ticketGapSearchRequest"},
        _operation_name="submitTicketGapSearch",
        _returns=AnyXml,
    )
    def submit_ticket_gap_search(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Tell which numbers of tills never arrived."""
        return gaps_reply(list_ticket_gaps(call_of(ctx), request))

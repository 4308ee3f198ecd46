"""GET /tickets/reviews: the tickets that wait until somebody has looked."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.purchases.ticket_reviews import TicketReview
from rest.enactor.call import caller
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import EpochMilliseconds, Figure
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, PageSchema, links, page_members, page_request
from rest.enactor.wire_schema import ReplySchema
from rest.tickets.receipt_schema import plain


class TicketReviewSchema(ReplySchema):
    """A ticket in review."""

    ticket_id = fields.String(required=True)
    receipt_number = fields.String(required=True)
    business_date = fields.String(required=True)
    location_id = fields.String(required=True)
    device_id = fields.String(required=True)
    occurred_at = EpochMilliseconds("Its business time.", required=True)
    customer_number = fields.String()
    total = Figure("What was paid, in units of the currency.", required=True)
    points = Figure("What it would have earned when it came.", required=True)
    why = fields.String(required=True, metadata={"description": "The limit that it passed."})
    opened_at = EpochMilliseconds("Since when it waits.", required=True)


class TicketReviewsSchema(PageSchema):
    """One page of them, the oldest first."""

    reviews = fields.List(fields.Nested(TicketReviewSchema), required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/reviews",
        name="listTicketReviews",
        query=PageQuerySchema,
        reply=TicketReviewsSchema,
        headers=LINK_HEADER,
    )
    def list_ticket_reviews(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """List the tickets in review, the oldest first: they are booked, and give no points before they are approved.

        It needs the operation review-tickets, which no credential has that was not given it.
        """
        page = core.list_ticket_reviews(caller(), page_request(query))
        return {**page_members(page), "reviews": [_members(row) for row in page.rows]}, links(page)


def _members(review: TicketReview) -> dict[str, Any]:
    reference = review.ticket.reference
    return {
        "ticket_id": str(review.ticket_id),
        "receipt_number": reference.receipt_number,
        "business_date": reference.business_date.isoformat(),
        "location_id": reference.site,
        "device_id": reference.device,
        "occurred_at": review.ticket.occurred_at,
        "customer_number": review.member.customer_number,
        "total": plain(review.ticket.total),
        "points": plain(review.points),
        "why": review.why,
        "opened_at": review.opened_at,
    }

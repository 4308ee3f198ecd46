"""GET /tickets/gaps: what tills have not sent."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from rest.enactor.call import caller
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import Identifier
from rest.enactor.wire_schema import ReplySchema, WireSchema


class GapsQuerySchema(WireSchema):
    """Which till."""

    device_id = Identifier("One till; all of them, where it is not sent.", load_default="")


class SequenceGapSchema(ReplySchema):
    """Numbers of a till that never arrived."""

    device_id = fields.String(required=True)
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)


class SequenceGapsSchema(ReplySchema):
    """All gaps, by till."""

    gaps = fields.List(fields.Nested(SequenceGapSchema), required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add("GET", "/gaps", name="listTicketGaps", query=GapsQuerySchema, reply=SequenceGapsSchema)
    def list_ticket_gaps(query: dict[str, Any]) -> dict[str, Any]:
        """Tell which of a till's own numbers never arrived, between the lowest and the highest that did."""
        gaps = core.list_ticket_gaps(caller(), query["device_id"])
        return {"gaps": [{"device_id": gap.device, "first": gap.first, "last": gap.last} for gap in gaps]}

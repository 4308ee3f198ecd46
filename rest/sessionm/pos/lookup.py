"""POST /api/2.0/lookup: the one user of an identifier, at the till."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.customers.identifier_keys import IdentifierKind
from domain.identity.origin import Origin
from rest.enactor.call import caller
from rest.enactor.fields import Identifier
from rest.sessionm.endpoints import Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.pos.endpoints import OK, PosReplySchema, PosRequestSchema
from rest.sessionm.query import Shown
from rest.sessionm.replies.user import UserSchema, user_members
from rest.sessionm.wire_schema import SessionSchema
from rest.tickets.fields import Words

_KINDS = {
    "email": IdentifierKind.EMAIL,
    "phone": IdentifierKind.PHONE,
    "user_id": IdentifierKind.ID,
    "external_customer_id": IdentifierKind.EXTERNAL,
}
_ALL_BUT_ATTRIBUTES = Shown(user_profile=False, expand_incentives=True, show_identifiers=True)
_EXAMPLE = {
    "store_id": "0001",
    "client_id": "pos1",
    "request_id": "6f0d3f0c-7a53-4c35-8a0e-2f6a4b7f2d11",
    "request_payload": {"external_customer_id": "6335000001"},
}


class PosLookupSchema(SessionSchema):
    """Exactly one identifier; a transaction beside it is let pass, for there are no offers to be judged by it."""

    email = Words(metadata={"description": "An e-mail address, in any case."})
    phone = Words(metadata={"pattern": "^[0-9]+$", "description": "A telephone number, digits only."})
    user_id = Identifier("The id of a reply.")
    external_customer_id = Identifier("The customer number, or the number of a card.")


class PosLookupRequestSchema(PosRequestSchema):
    """Who is looked for, from where."""

    request_payload = fields.Nested(PosLookupSchema, required=True)


class PosLookupPayloadSchema(SessionSchema):
    """Who was found."""

    user = fields.Nested(UserSchema, required=True)


class PosLookupReplySchema(PosReplySchema):
    """OK with a user, or ERROR with errors."""

    payload = fields.Nested(PosLookupPayloadSchema)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/lookup",
        method="POST",
        name="lookupUser",
        body=PosLookupRequestSchema,
        reply=PosLookupReplySchema,
        example=_EXAMPLE,
    )
    def look_up(sent: dict[str, Any]) -> dict[str, Any]:
        """Find the one user of an identifier, by exact match, with points and tier as they are now.

        Nobody and more than one are errors. It moves nothing, and keeps no reply for its request_id.
        """
        named = {name: value for name, value in sent["request_payload"].items() if value.strip()}
        if len(named) != 1:
            raise FaceError(
                "validation" if named else "missing_data",
                "Send exactly one of email, phone, user_id and external_customer_id.",
            )
        ((name, value),) = named.items()
        if name == "phone" and not (value.isascii() and value.isdecimal()):
            raise FaceError("validation", "phone takes digits only.")
        origin = Origin(site=sent["store_id"], device=sent["client_id"])
        found = core.find_profile(caller(), _KINDS[name], value, field=name, header_origin=origin)
        if found is None:
            raise FaceError("user_not_found", "There is no user of this identifier.")
        return {"status": OK, "payload": {"user": user_members(found, caller().programme, _ALL_BUT_ATTRIBUTES)}}

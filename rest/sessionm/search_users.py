"""GET /users/search: a user by e-mail address, telephone number or external id."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.customers.identifier_keys import IdentifierKind
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import ShownQuerySchema, shown_of
from rest.sessionm.replies.user import UserReplySchema, user_reply

_KINDS = {
    "email": IdentifierKind.EMAIL,
    "external_id": IdentifierKind.NUMBER,
    "mobile_number": IdentifierKind.PHONE,
}


class UserSearchQuerySchema(ShownQuerySchema):
    """Exactly one identifier."""

    email = fields.String(metadata={"description": "An e-mail address, in any case."})
    external_id = fields.String(metadata={"description": "The customer number."})
    mobile_number = fields.String(
        metadata={"description": "A telephone number, national by the programme's country or international."}
    )


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add("/users/search", name="searchUsers", query=UserSearchQuerySchema, reply=UserReplySchema)
    def search_users(query: dict[str, Any]) -> dict[str, Any]:
        """Find the one user of an identifier, with points and tier.

        Nobody and more than one are errors, with status 200.
        """
        sent = [name for name in _KINDS if name in query]
        if len(sent) != 1:
            raise FaceError(
                "argument_error" if sent else "missing_data",
                "Send exactly one of email, external_id and mobile_number.",
            )
        (name,) = sent
        found = core.find_profile(caller(), _KINDS[name], query[name], field=name, header_origin=header_origin())
        if found is None:
            raise FaceError("user_not_found", "There is no user of this identifier.")
        return user_reply(found, caller().programme, shown_of(query))

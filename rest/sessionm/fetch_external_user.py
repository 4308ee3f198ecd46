"""GET /external/users/{external_id}: the user of an id that other systems keep."""

from http import HTTPStatus
from typing import Any

from domain.core import LoyaltyCore
from domain.customers.identifier_keys import IdentifierKind
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import EXTERNAL_ID, Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import ShownQuerySchema, shown_of
from rest.sessionm.replies.user import UserReplySchema, user_reply


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/external/users/<external_id>",
        name="fetchExternalUser",
        query=ShownQuerySchema,
        reply=UserReplySchema,
        path_parameters=(EXTERNAL_ID,),
    )
    def fetch_external_user(query: dict[str, Any], external_id: str) -> dict[str, Any]:
        """Read a user by external id, the customer number, with points and tier."""
        number = IdentifierKind.NUMBER
        found = core.find_profile(caller(), number, external_id, field="external_id", header_origin=header_origin())
        if found is None:
            raise FaceError("user_not_found", "There is no user of this external id.", status=HTTPStatus.NOT_FOUND)
        return user_reply(found, caller().programme, shown_of(query))

"""GET /users/{id}: the user of an id that a reply told."""

from http import HTTPStatus
from typing import Any

from domain.core import LoyaltyCore
from domain.customers.identifier_keys import IdentifierKind
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import USER_ID, Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import ShownQuerySchema, shown_of
from rest.sessionm.replies.user import UserReplySchema, user_reply


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/users/<user_id>", name="fetchUser", query=ShownQuerySchema, reply=UserReplySchema, path_parameters=(USER_ID,)
    )
    def fetch_user(query: dict[str, Any], user_id: str) -> dict[str, Any]:
        """Read a user by id, with points and tier."""
        found = core.find_profile(caller(), IdentifierKind.ID, user_id, field="id", header_origin=header_origin())
        if found is None:
            raise FaceError("user_not_found", "There is no user of this id.", status=HTTPStatus.NOT_FOUND)
        return user_reply(found, caller().programme, shown_of(query))

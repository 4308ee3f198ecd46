"""PUT /users/{id}: other values for some members of a user."""

from http import HTTPStatus
from typing import Any

from domain.core import LoyaltyCore
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import USER_ID, Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import NOTHING_MORE
from rest.sessionm.replies.user import UserReplySchema, user_reply
from rest.sessionm.user_body import SentUserBodySchema, changes_of


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/users/<user_id>",
        method="PUT",
        name="updateUser",
        body=SentUserBodySchema,
        reply=UserReplySchema,
        example={"user": {"email": "lei@example.com", "city": "BOSTON"}},
        path_parameters=(USER_ID,),
    )
    def update_user(body: dict[str, Any], user_id: str) -> dict[str, Any]:
        """Change what is sent of a user and leave the rest; `opted_in` true enrols one who did not take part."""
        user = body["user"]
        changes, number = changes_of(user), user.get("external_id", "")
        found = core.change_member(caller(), user_id, changes, number=number, header_origin=header_origin())
        if found is None:
            raise FaceError("user_not_found", "There is no user of this id.", status=HTTPStatus.NOT_FOUND)
        return user_reply(found, caller().programme, NOTHING_MORE)

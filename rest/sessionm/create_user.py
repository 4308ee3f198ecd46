"""POST /users: a new user."""

from typing import Any

from domain.core import LoyaltyCore
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import NOTHING_MORE
from rest.sessionm.replies.user import UserReplySchema, user_reply
from rest.sessionm.user_body import SentUserBodySchema, changes_of

_EXAMPLE = {
    "user": {
        "external_id": "ZTEST002",
        "opted_in": True,
        "email": "ztest002@example.com",
        "first_name": "ZZZ002",
        "last_name": "Lei",
    }
}


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/users", method="POST", name="createUser", body=SentUserBodySchema, reply=UserReplySchema, example=_EXAMPLE
    )
    def create_user(body: dict[str, Any]) -> dict[str, Any]:
        """Add a user, enrolled where `opted_in` is true.

        An external_id, an e-mail address or a telephone number that another user has is a validation error, also when the
        same is sent again: search by the external_id then.
        """
        user = body["user"]
        number = user.get("external_id", "")
        if not number.strip():
            raise FaceError("missing_data", "Send external_id: by it a user is recognised who is sent again.")
        found = core.add_member(caller(), number, changes_of(user), header_origin=header_origin())
        return user_reply(found, caller().programme, NOTHING_MORE)

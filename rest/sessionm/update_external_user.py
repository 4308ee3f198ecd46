"""PUT /external/users/{external_id}: other values for some members of a user."""

from http import HTTPStatus
from typing import Any

from domain.core import LoyaltyCore
from domain.customers.identifier_keys import IdentifierKind
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import EXTERNAL_ID, Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import NOTHING_MORE
from rest.sessionm.replies.user import UserReplySchema, user_reply
from rest.sessionm.user_body import SentUserBodySchema, changes_of


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/external/users/<external_id>",
        method="PUT",
        name="updateExternalUser",
        body=SentUserBodySchema,
        reply=UserReplySchema,
        example={"user": {"email": "lei@example.com", "city": "BOSTON"}},
        path_parameters=(EXTERNAL_ID,),
    )
    def update_external_user(body: dict[str, Any], external_id: str) -> dict[str, Any]:
        """Change what is sent of a user, named by external id, as the call by the id of a reply does."""
        user = body["user"]
        found = core.change_member(
            caller(),
            external_id,
            changes_of(user),
            kind=IdentifierKind.NUMBER,
            number=user.get("external_id", ""),
            header_origin=header_origin(),
        )
        if found is None:
            raise FaceError("user_not_found", "There is no user of this external id.", status=HTTPStatus.NOT_FOUND)
        return user_reply(found, caller().programme, NOTHING_MORE)

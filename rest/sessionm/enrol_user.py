"""POST /users/{id}/enroll: a user takes part from now on."""

from http import HTTPStatus
from typing import Any

from domain.core import LoyaltyCore
from domain.engagement.member_form import MemberChanges
from rest.enactor.call import caller, header_origin
from rest.sessionm.endpoints import USER_ID, Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.query import NOTHING_MORE
from rest.sessionm.replies.user import UserReplySchema, user_reply


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/users/<user_id>/enroll", method="POST", name="enrolUser", reply=UserReplySchema, path_parameters=(USER_ID,)
    )
    def enrol_user(user_id: str) -> dict[str, Any]:
        """Open the accounts of a user, who is then in the lowest tier; who takes part already stays as they are.

        It takes no body.
        """
        enrolling = MemberChanges(enrols=True)
        found = core.change_member(caller(), user_id, enrolling, header_origin=header_origin())
        if found is None:
            raise FaceError("user_not_found", "There is no user of this id.", status=HTTPStatus.NOT_FOUND)
        return user_reply(found, caller().programme, NOTHING_MORE)

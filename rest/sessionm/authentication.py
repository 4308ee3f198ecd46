"""The edge: nothing below the path is answered before the caller is known and the api key is the caller's own."""

from collections.abc import Callable

from flask import request

from domain.core import LoyaltyCore
from domain.errors import Unauthenticated
from rest.enactor.authentication import password_credentials
from rest.enactor.call import SUBJECT_HEADER, caller, set_caller, text_in
from rest.enactor.settings import rest_settings
from rest.sessionm.errors import FaceError


def signing_in(core: LoyaltyCore) -> Callable[[], None]:
    """What Flask runs before each endpoint; raises `Unauthenticated`."""

    def sign_in() -> None:
        sent = request.authorization
        if sent is None or sent.type != "basic":
            raise Unauthenticated("Send Authorization: Basic with a credential's name and secret.")
        is_secure = rest_settings().is_secure(request.environ)
        credentials = password_credentials(sent.username or "", sent.password or "", is_secure=is_secure)
        set_caller(core.authenticate(credentials, subject=text_in(request.environ, SUBJECT_HEADER)))

    return sign_in


def authentication(core: LoyaltyCore) -> Callable[[], None]:
    """The same where the path has an api key; raises `FaceError` for another programme's."""
    sign_in = signing_in(core)

    def authenticate() -> None:
        sign_in()
        api_key = (request.view_args or {}).pop("api_key", None)
        if api_key != caller().programme.code:
            raise FaceError(
                "invalid_api_key",
                "The api key in the path is not that of these credentials: it is the programme's code.",
            )

    return authenticate

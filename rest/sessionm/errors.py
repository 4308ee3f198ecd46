"""Errors of this face: which code and which status each has."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from domain.errors import InvalidInput, LoyaltyError, NotAllowed, StoreUnavailable, Unauthenticated
from domain.refusals import Refusal
from domain.text import echo
from rest.enactor.problems import OUTCOME_KEY
from rest.enactor.settings import rest_settings

CODE_OF: dict[type[LoyaltyError], str] = {
    LoyaltyError: "internal_server_error",
    InvalidInput: "argument_error",
    Unauthenticated: "invalid_auth_token",
    NotAllowed: "access_denied",
    StoreUnavailable: "not_available",
    Refusal: "validation",
}
"""The code of each branch of the domain's error tree; an error has that of the nearest branch above it."""

_STATUS_OF = {
    "invalid_auth_token": HTTPStatus.UNAUTHORIZED,
    "internal_server_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "not_available": HTTPStatus.INTERNAL_SERVER_ERROR,
}


_UNREADABLE: dict[int, str] = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than the gateway accepts.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send the body as JSON in UTF-8, uncompressed, with Content-Type: application/json.",
}


class FaceError(Exception):
    """What only this face refuses: `code` by the vendor's table, a sentence for people."""

    def __init__(self, code: str, sentence: str, *, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.code = code
        self.sentence = sentence
        self.status = status
        super().__init__(sentence)


def domain_error(error: LoyaltyError) -> Response:
    """The reply to an error of the domain."""
    code = next(CODE_OF[branch] for branch in type(error).__mro__ if branch in CODE_OF)
    if code == "argument_error" and request.method != "GET":
        code = "validation"
    request.environ[OUTCOME_KEY] = error.code
    response = _response(code, error.sentence, _STATUS_OF.get(code, HTTPStatus.OK))
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Basic realm="Loyalty Gateway", charset="UTF-8"'
    if isinstance(error, StoreUnavailable):
        response.headers["Retry-After"] = str(rest_settings().retry_after_seconds)
    return response


def face_error(error: FaceError) -> Response:
    """The reply to an error of this face."""
    request.environ[OUTCOME_KEY] = "".join(word.title() for word in error.code.split("_"))
    return _response(error.code, error.sentence, error.status)


def http_error(error: HTTPException) -> Response:
    """The reply to an error of the web framework: parameters that can't be read, or a fault of the gateway's own."""
    if error.code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
        messages: dict[str, Any] = (getattr(error, "data", None) or {}).get("messages") or {}
        refused = sorted({name for members in messages.values() for name in _leaves(members)})
        return domain_error(InvalidInput(f"Correct the parameters: {', '.join(refused)}."))
    if error.code in _UNREADABLE:
        return domain_error(InvalidInput(_UNREADABLE[error.code]))
    return domain_error(LoyaltyError())


def _leaves(members: Any, path: str = "") -> Iterator[str]:
    """The names of what was refused: user.email for a member of an object, items.0 for one of a list."""
    for name, inner in members.items() if isinstance(members, dict) else ():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{path}{name}.")
        else:
            yield echo(f"{path}{name}")


def _response(code: str, sentence: str, status: HTTPStatus) -> Response:
    body = {"status": "error", "errors": {"code": code, "message": sentence}}
    return Response(current_app.json.dumps(body), status, content_type="application/json")

"""Errors of this face: which code and which status each has."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from domain.errors import (
    InvalidInput,
    KeyReuse,
    LoyaltyError,
    NotAllowed,
    StoreUnavailable,
    TooLarge,
    Unauthenticated,
)
from domain.refusals import Refusal, TicketNotFound
from domain.text import echo
from rest.enactor.problems import OUTCOME_KEY
from rest.enactor.settings import rest_settings

CODE_OF: dict[type[LoyaltyError], str] = {
    LoyaltyError: "internal_server_error",
    InvalidInput: "argument_error",
    Unauthenticated: "invalid_auth_token",
    NotAllowed: "access_denied",
    StoreUnavailable: "not_available",
    TooLarge: "argument_error",
    KeyReuse: "validation",
    Refusal: "validation",
    TicketNotFound: "not_found",
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


class ErrorReplies:
    """The replies to errors; `status` is what the envelope says of each."""

    def __init__(self, status: str) -> None:
        self._status = status

    def register(self, blueprint: Blueprint) -> None:
        """Answer the errors of this blueprint."""
        blueprint.register_error_handler(LoyaltyError, self.domain_error)
        blueprint.register_error_handler(FaceError, self.face_error)
        blueprint.register_error_handler(HTTPException, self.http_error)

    def domain_error(self, error: LoyaltyError) -> Response:
        """The reply to an error of the domain."""
        code = next(CODE_OF[branch] for branch in type(error).__mro__ if branch in CODE_OF)
        if code == "argument_error" and request.method != "GET":
            code = "validation"
        request.environ[OUTCOME_KEY] = error.code
        response = self._response(code, error.sentence, _STATUS_OF.get(code, HTTPStatus.OK))
        if isinstance(error, Unauthenticated):
            response.headers["WWW-Authenticate"] = 'Basic realm="Loyalty Gateway", charset="UTF-8"'
        if isinstance(error, StoreUnavailable):
            response.headers["Retry-After"] = str(rest_settings().retry_after_seconds)
        return response

    def face_error(self, error: FaceError) -> Response:
        """The reply to an error of this face."""
        request.environ[OUTCOME_KEY] = "".join(word.title() for word in error.code.split("_"))
        return self._response(error.code, error.sentence, error.status)

    def http_error(self, error: HTTPException) -> Response:
        """The reply to an error of the web framework: what can't be read, or a fault of the gateway's own."""
        if error.code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
            messages: dict[str, Any] = (getattr(error, "data", None) or {}).get("messages") or {}
            refused = sorted({name for members in messages.values() for name in _leaves(members)})
            return self.domain_error(InvalidInput(f"Correct the parameters: {', '.join(refused[:20])}."))
        if error.code in _UNREADABLE:
            return self.domain_error(InvalidInput(_UNREADABLE[error.code]))
        return self.domain_error(LoyaltyError())

    def _response(self, code: str, sentence: str, status: HTTPStatus) -> Response:
        body = {"status": self._status, "errors": {"code": code, "message": sentence}}
        return Response(current_app.json.dumps(body), status, content_type="application/json")


def _leaves(members: Any, path: str = "") -> Iterator[str]:
    """The names of what was refused: user.email for a member of an object, items.0 for one of a list."""
    for name, inner in members.items() if isinstance(members, dict) else ():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{path}{name}.")
        else:
            yield echo(f"{path}{name}")

"""flask-smorest as this face uses it: errors leave as problems, and no header is lost on the way."""

import logging
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from flask_smorest import Api  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

from domain.errors import InvalidInput, LoyaltyError, TooLarge
from rest.enactor.problem_schema import ProblemSchema
from rest.enactor.problems import correlation_id, error_response, problem_response

_LOG = logging.getLogger(__name__)
_DOMAIN_ERROR_OF: dict[int, type[LoyaltyError]] = {400: InvalidInput, 413: TooLarge, 500: LoyaltyError}
_SENTENCE_OF = {
    404: "There is nothing at this address.",
    405: "This address does not take this method; the header Allow says which it takes.",
    415: "Send the body as JSON in UTF-8, uncompressed, with Content-Type: application/json.",
}


class EnactorApi(Api):  # type: ignore[misc]
    """Registers endpoints and documents them; turns every HTTP error into a problem."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_pagination_header(self) -> None:
        """Pages are told with RFC 8288 links, not with smorest's own header."""

    def handle_http_exception(self, error: HTTPException) -> Response:
        """The problem for an error of the web framework, with the framework's own headers (Allow, for one)."""
        status = error.code or 500
        data: Mapping[str, Any] = getattr(error, "data", None) or {}
        if refused := _refused_fields(data.get("messages")):
            sentence = " ".join(each["detail"] for each in refused[:3])
            return error_response(InvalidInput(sentence, field=refused[0]["field"]), errors=refused)
        if status in _DOMAIN_ERROR_OF:
            return error_response(_DOMAIN_ERROR_OF[status]())
        name = HTTPStatus(status).phrase
        headers = [(name, value) for name, value in error.get_headers() if name.lower() != "content-type"]
        return problem_response(
            status, name.title().replace(" ", ""), _SENTENCE_OF.get(status, f"{name}."), headers=headers
        )


class EnactorFlask(Flask):
    """A Flask application of plain functions, whose log never repeats what a caller sent."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none here is a coroutine, and every wrapper of smorest would ask anew."""
        return func

    def log_exception(self, exc_info: Any) -> None:
        """One line for an unexpected exception: its type and where it was raised, without its text."""
        kind, _, trace = exc_info
        where = " < ".join(
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(traceback.extract_tb(trace)[-12:])
        )
        _LOG.error(
            "An unexpected %s was answered with 500 at %s",
            kind.__name__ if kind else "fault",
            where,
            extra={"correlation_id": correlation_id()},
        )


def _refused_fields(messages: Any) -> list[dict[str, str]]:
    """What marshmallow refused, by field; the outermost level of its messages is the location (json, query)."""
    found = []
    for members in (messages or {}).values():
        for field, sentences in members.items() if isinstance(members, dict) else ():
            found += [{"field": str(field), "detail": sentence} for sentence in _leaves(sentences)]
    return found


def _leaves(sentences: Any) -> list[str]:
    if isinstance(sentences, dict):
        return [leaf for inner in sentences.values() for leaf in _leaves(inner)]
    return [str(sentence) for sentence in sentences]

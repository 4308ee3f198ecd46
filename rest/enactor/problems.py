"""Errors as they leave: RFC 9457 problem details that carry Enactor's error members too."""

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, g, request

from domain.errors import Advice, LoyaltyError, StoreUnavailable
from rest.enactor.errors import MESSAGE_BASE, problem_type, status_of
from rest.enactor.settings import rest_settings

CONTENT_TYPE = "application/problem+json"
OUTCOME_KEY = "loyalty.outcome"
"""Where the code of a problem is left for whoever counts calls."""


def correlation_id() -> str:
    """The id of this call, the same however often it is asked for."""
    if "correlation_id" not in g:
        g.correlation_id = rest_settings().correlation_id(request.environ)
    return str(g.correlation_id)


def error_response(error: LoyaltyError, *, errors: Sequence[dict[str, str]] = ()) -> Response:
    """The reply to an error of the domain's tree; `errors` says all that was wrong where it was more than one thing."""
    status = status_of(type(error))
    response = problem_response(
        status, error.code, error.sentence, advice=error.advice, errors=errors, field=error.field
    )
    if status is HTTPStatus.UNAUTHORIZED:
        for challenge in _challenges():
            response.headers.add("WWW-Authenticate", challenge)
    if isinstance(error, StoreUnavailable):
        response.headers["Retry-After"] = str(rest_settings().retry_after_seconds)
    return response


def problem_response(
    status: int,
    code: str,
    sentence: str,
    *,
    advice: Advice = Advice.FIX_MESSAGE,
    errors: Sequence[dict[str, str]] = (),
    field: str = "",
    headers: Iterable[tuple[str, str]] = (),
) -> Response:
    """A problem of this status; all `headers` go out with it."""
    request.environ[OUTCOME_KEY] = code
    body: dict[str, Any] = {
        "type": problem_type(code),
        "title": _title(code),
        "status": int(status),
        "detail": sentence,
        "@type": "errorMessage",
        "errorCode": code,
        "messageBase": MESSAGE_BASE,
        "messageId": code,
        "messageText": sentence,
        "advice": advice.value,
        "correlationId": correlation_id(),
    }
    # After a fault of the gateway's own or of its store nobody knows whether the update had been written; a resend finds out.
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        body["moved"] = False
    if field:
        body["field"] = field
        errors = errors or [{"field": field, "detail": sentence}]
    if errors:
        body["errors"] = list(errors)
    response = Response(current_app.json.dumps(body), status, list(headers))
    response.content_type = CONTENT_TYPE
    return response


def _title(code: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code).capitalize()


def _challenges() -> tuple[str, str]:
    """How to authenticate (RFC 7235); a bearer token that was sent and refused is called invalid (RFC 6750)."""
    sent = request.authorization
    refused = ', error="invalid_token"' if sent and sent.type == "bearer" else ""
    return 'Basic realm="Loyalty Gateway", charset="UTF-8"', f'Bearer realm="Loyalty Gateway"{refused}'

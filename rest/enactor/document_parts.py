"""The parts of the API's document that its operations share: problems, headers, ways to authenticate."""

from http import HTTPStatus
from typing import Any

from apispec import APISpec

from domain.text import LONGEST_IDENTIFIER
from rest.enactor.problem_schema import ProblemSchema
from rest.enactor.problems import CONTENT_TYPE

PROBLEMS = {
    400: "The request can't be understood; nothing has moved",
    401: "The credentials are missing or not valid",
    403: "These credentials may not do this, here or for this customer",
    413: "The body is too large",
    415: "The body is no JSON in UTF-8",
    422: "The transaction id or key was used before for something else",
    500: "A fault of the gateway's own; send the same message again",
    503: "The store is not available now; send the same message again",
}

DESCRIPTION = """
The calls that Enactor tills make for customers, loyalty and account balances.

A business refusal, an unknown account and an unknown account type are normal replies (200) whose `outcome` is not
`Success`; only `Success` has moved anything. An update may be sent again with the same `transactionId` and `deviceId`,
or the same `Idempotency-Key`, as often as it takes: it is done once, and every answer is the first one.
"""

_HEADERS = {
    "enactor-device-id": ("The till, where the message does not say it.", "pos1@0001.enactor"),
    "enactor-location-id": ("The shop, where the message does not say it.", "0001"),
    "enactor-user-id": ("The till's operator; recorded, and never used to authorise.", "1"),
    "subject": ("The customer number that the call is about; a till's call then reaches this customer only.", "100"),
}

_SECURITY: dict[str, dict[str, Any]] = {
    "till": {"type": "http", "scheme": "basic", "description": "A till's name and secret."},
    "tillToken": {
        "type": "oauth2",
        "description": "A till's access token, as Authorization: Bearer.",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth2/token", "scopes": {}}},
    },
    "customer": {
        "type": "apiKey",
        "in": "header",
        "name": "id_token",
        "description": "A customer's own token (a JWT signed with RS256). It reaches that customer's data only.",
    },
}


def problem_name(status: int) -> str:
    """The name of the component that describes the problem of this status."""
    return f"Problem{status}"


def add_shared_parts(spec: APISpec) -> None:
    """Add them to the document."""
    for status, description in PROBLEMS.items():
        spec.components.response(problem_name(status), _problem(status, description))
    for name, (description, example) in _HEADERS.items():
        schema = {"type": "string", "maxLength": LONGEST_IDENTIFIER, "pattern": "^[ -~]*$"}
        spec.components.parameter(
            name, "header", {"description": description, "schema": schema, "example": example, "required": False}
        )
    for name, scheme in _SECURITY.items():
        spec.components.security_scheme(name, scheme)


def security() -> list[dict[str, list[str]]]:
    """Any one of the ways to authenticate will do."""
    return [{name: []} for name in _SECURITY]


def _problem(status: int, description: str) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "description": description,
        "content": {CONTENT_TYPE: {"schema": ProblemSchema}},
    }
    if status == HTTPStatus.UNAUTHORIZED:
        problem["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        problem["headers"] = {
            "Retry-After": {"schema": {"type": "integer"}, "required": True, "description": "Seconds to wait."}
        }
    return problem

"""From the domain's error tree to HTTP: the one table, and the names by which an error travels."""

from http import HTTPStatus

from domain.errors import (
    InvalidInput,
    KeyReuse,
    LoyaltyError,
    NotAllowed,
    SenderTooSlow,
    StoreUnavailable,
    TooLarge,
    TooManySlowSenders,
    Unauthenticated,
)
from domain.refusals import Refusal

STATUS_OF: dict[type[LoyaltyError], HTTPStatus] = {
    LoyaltyError: HTTPStatus.INTERNAL_SERVER_ERROR,
    InvalidInput: HTTPStatus.BAD_REQUEST,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    KeyReuse: HTTPStatus.UNPROCESSABLE_ENTITY,
    StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    SenderTooSlow: HTTPStatus.REQUEST_TIMEOUT,
    TooManySlowSenders: HTTPStatus.SERVICE_UNAVAILABLE,
    # Understood, and the answer is no: a normal reply that names the outcome.
    Refusal: HTTPStatus.OK,
}
"""Each branch of the tree; an error has the status of the nearest branch above it."""

MESSAGE_BASE = "LoyaltyGateway/Messages"
"""The name of the bundle in which a till finds its translations of the error codes."""


def status_of(error: type[LoyaltyError]) -> HTTPStatus:
    """The HTTP status of an error of this class."""
    return next(STATUS_OF[branch] for branch in error.__mro__ if branch in STATUS_OF)


def problem_type(code: str) -> str:
    """The stable URI that says which kind of problem this is (RFC 9457, `type`)."""
    return f"urn:problem-type:loyalty-gateway:{code}"

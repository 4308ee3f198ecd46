"""What the gateway knows of the call in hand, for its log line and its metrics."""

from contextvars import ContextVar

from domain.accounts.update_command import UpdateReply
from domain.identity.caller import Caller

NO_OPERATION = "none"
SUCCESS = "Success"

OUTCOME_KEY = "loyalty.outcome"
"""Where a face says, in the WSGI environ, the code of an error that it answered with."""


class Call:
    """One call. The edge makes it, the watched core fills it in, the edge tells what became of it.

    `outcome` is the code of the error tree that the reply names, or `Success`, or empty where nothing said it.
    `fault` is the exception that a use case ended with, `reason` why credentials were refused,
    and `refused_name` whose they were, where that is known.
    """

    __slots__ = (
        "caller",
        "correlation_id",
        "fault",
        "is_secure",
        "operation",
        "outcome",
        "reason",
        "refused_name",
        "reply",
    )

    def __init__(self, correlation_id: str, *, is_secure: bool) -> None:
        self.correlation_id = correlation_id
        self.is_secure = is_secure
        self.operation = NO_OPERATION
        self.outcome = ""
        self.caller: Caller | None = None
        self.reply: UpdateReply | None = None
        self.fault: Exception | None = None
        self.reason = ""
        self.refused_name = ""


current_call: ContextVar[Call | None] = ContextVar("current_call", default=None)
"""The call that this thread works on; None outside of one."""


def current_correlation_id() -> str:
    """The id of the call in hand, empty outside of one."""
    call = current_call.get()
    return call.correlation_id if call else ""

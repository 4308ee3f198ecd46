"""The core as the faces get it: each use case also tells the call in hand which it was and what came of it."""

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Any

from domain.accounts.update_command import UpdateReply
from domain.core import LoyaltyCore
from domain.errors import LoyaltyError
from domain.identity.caller import Caller
from gateway.http.call import SUCCESS, current_call


def watch(core: LoyaltyCore) -> LoyaltyCore:
    """The same menu; outside of a call nothing is told."""
    use_cases: dict[str, Any] = {
        field.name: watched(field.name.replace("_", "-"), getattr(core, field.name)) for field in fields(core)
    }
    return LoyaltyCore(**use_cases)


def watched(name: str, use_case: Callable[..., Any]) -> Callable[..., Any]:
    """One use case that tells the call in hand, by this name."""

    @wraps(use_case, assigned=(), updated=())
    def telling(*arguments: Any, **named: Any) -> Any:
        call = current_call.get()
        if call is None:
            return use_case(*arguments, **named)
        try:
            reply = use_case(*arguments, **named)
        except Exception as error:
            call.operation = name
            call.outcome = error.code if isinstance(error, LoyaltyError) else LoyaltyError.code
            call.fault = error
            raise
        if isinstance(reply, Caller):
            # Who it is is no operation of its own: the one that follows is what the call was for.
            call.caller = reply
            return reply
        refusal = getattr(reply, "error", None)
        call.operation = name
        call.outcome = refusal.code if refusal else SUCCESS
        if isinstance(reply, UpdateReply):
            call.reply = reply
        return reply

    return telling

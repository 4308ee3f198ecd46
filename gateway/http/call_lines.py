"""The one log line of a call: for a movement, a refusal, an error; for every call where the setting says so."""

from typing import Any

import structlog

from domain.amounts import from_scaled
from domain.errors import LoyaltyError, StoreUnavailable
from gateway.http.call import SUCCESS, Call

_FACES = frozenset({"soap", "rest"})

_log = structlog.get_logger(__name__)


class CallLines:
    """Writes them. They name the programme, the credential and the movement, and nothing of a customer."""

    def __init__(self, *, tells_all: bool) -> None:
        self._tells_all = tells_all

    def tell(self, call: Call, protocol: str, outcome: str, status: str, seconds: float) -> None:
        """Write the line of this call, if it deserves one."""
        if outcome == SUCCESS and call.reply is None and not self._tells_all:
            return
        event = _event_of(call, outcome)
        is_noise = protocol not in _FACES and event == "refusal"
        if (event == "call" or is_noise) and not self._tells_all:
            return
        line: dict[str, Any] = {
            "protocol": protocol,
            "operation": call.operation,
            "outcome": outcome,
            "status": status,
            "ms": round(seconds * 1000, 3),
        }
        if call.caller:
            line["programme"] = call.caller.programme.code
            line["credential"] = call.caller.name
        if call.reply and outcome == SUCCESS:
            line["movement"] = call.reply.movement_id
            line["moved"] = format(from_scaled(call.reply.moved).normalize(), "f")
        if call.reason:
            line["reason"] = call.reason
            line["credential"] = call.refused_name
        if event == "failure":
            _log.error(event, exc_info=call.fault, **line)
        else:
            _log.info(event, **line)


def _event_of(call: Call, outcome: str) -> str:
    if outcome == LoyaltyError.code:
        # Whoever made this of an exception has told it, with its place.
        return "call"
    if outcome == StoreUnavailable.code or outcome.startswith("Http5"):
        return "failure"
    if outcome != SUCCESS:
        return "refusal"
    if call.reply is None:
        return "call"
    return "replay" if call.reply.replayed else "movement"

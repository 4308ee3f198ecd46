"""How a call arrives: its framing is plain, its body comes whole and in time, and then it takes its turn."""

from typing import TYPE_CHECKING

from domain.errors import InvalidInput, SenderTooSlow, TooManySlowSenders
from gateway.http.body import settle_body
from gateway.http.framing import ambiguity_of
from gateway.http.mounts import Refused
from gateway.http.waiting_bodies import Turns, WaitingBodies

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

UNREAD_KEY = "loyalty.unread"
"""Where the WSGI environ says that not all of the body was read, so that the connection ends with the reply."""

_CLOSE = ("Connection", "close")
"""With each refusal: where this request ends is not known."""


class Arrival:
    """Reads bodies of at most `body_limit_bytes`; `threads` calls that have arrived are worked on at the same time."""

    def __init__(self, *, body_limit_bytes: int, threads: int, waiting: WaitingBodies) -> None:
        self.turns = Turns(threads)
        self.waiting = waiting
        self._body_limit_bytes = body_limit_bytes

    def refuse(self, environ: "WSGIEnvironment") -> Refused | None:
        """Read the body into the environ; why the call is refused instead of being handed to its face, else None."""
        if sentence := ambiguity_of(environ):
            return Refused(InvalidInput(sentence), 400, (_CLOSE,))
        if not environ.get("CONTENT_LENGTH") and "HTTP_TRANSFER_ENCODING" not in environ:
            settle_body(environ, self._body_limit_bytes)
            return None
        if self.waiting.is_full:
            return Refused(TooManySlowSenders(), 503, (("Retry-After", "1"), _CLOSE))
        self.waiting.enter()
        try:
            if not settle_body(environ, self._body_limit_bytes):
                environ[UNREAD_KEY] = True
        finally:
            is_in_time = self.waiting.leave()
        return None if is_in_time else Refused(SenderTooSlow(), 408, (_CLOSE,))

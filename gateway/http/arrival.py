"""How a call arrives: its framing is plain, its body comes whole and in time, and then it takes its turn."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gateway.http.body import settle_body
from gateway.http.call import OUTCOME_KEY
from gateway.http.framing import ambiguity_of
from gateway.http.mounts import Mount, answer
from gateway.http.waiting_bodies import Turns, WaitingBodies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

UNREAD_KEY = "loyalty.unread"
"""Where the WSGI environ says that not all of the body was read, so that the connection ends with the reply."""

_TOO_SLOW = "The body took too long; send the same message again."
_TOO_MANY = "Too many senders are slow just now; send the same message again in a moment."


class Arrival:
    """Reads bodies of at most `body_limit_bytes`; `threads` calls that have arrived are worked on at the same time."""

    def __init__(self, *, body_limit_bytes: int, threads: int, waiting: WaitingBodies) -> None:
        self.turns = Turns(threads)
        self.waiting = waiting
        self._body_limit_bytes = body_limit_bytes

    def refuse(self, environ: "WSGIEnvironment") -> Mount | None:
        """Read the body into the environ; who answers instead of a face where the call is refused, else None."""
        if sentence := ambiguity_of(environ):
            return _refusal("400 Bad Request", sentence)
        if not environ.get("CONTENT_LENGTH") and "HTTP_TRANSFER_ENCODING" not in environ:
            settle_body(environ, self._body_limit_bytes)
            return None
        if self.waiting.is_full:
            # An outcome by name: a Http503 would be an error line for each.
            environ[OUTCOME_KEY] = "TooManySlowSenders"
            return _refusal("503 Service Unavailable", _TOO_MANY, ("Retry-After", "1"))
        self.waiting.enter()
        try:
            if not settle_body(environ, self._body_limit_bytes):
                environ[UNREAD_KEY] = True
        finally:
            is_in_time = self.waiting.leave()
        return None if is_in_time else _refusal("408 Request Timeout", _TOO_SLOW)


def _refusal(status: str, sentence: str, *headers: tuple[str, str]) -> Mount:
    """Says it, and closes the connection: where this request ends is not known."""

    def refuse(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return answer(start_response, status, f"{sentence}\n".encode(), headers=(*headers, ("Connection", "close")))

    return Mount("http", refuse)

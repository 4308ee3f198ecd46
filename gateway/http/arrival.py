"""How a call arrives: its framing is plain, its body comes whole and in time, and then it takes its turn."""

from io import BytesIO
from typing import TYPE_CHECKING

from domain.errors import InvalidInput, SenderTooSlow, TooManySlowSenders
from gateway.http.body import settle_body
from gateway.http.framing import ambiguity_of
from gateway.http.large_bodies import LargeBodies, NoRoomError
from gateway.http.mounts import Refused
from gateway.http.waiting_bodies import Turns, WaitingBodies

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

UNREAD_KEY = "loyalty.unread"
"""Where the WSGI environ says that not all of the body was read, so that the connection ends with the reply."""

_CLOSE = ("Connection", "close")
"""With each refusal: where this request ends is not known."""


class Arrival:
    """Reads bodies of at most `body_limit_bytes`, or as `large` has it where that takes them.

    `threads` calls that have arrived are worked on at the same time. Who asks `refuse` says `leave` when all is done.
    """

    def __init__(
        self, *, body_limit_bytes: int, threads: int, waiting: WaitingBodies, large: LargeBodies | None = None
    ) -> None:
        self.turns = Turns(threads)
        self.waiting = waiting
        self._body_limit_bytes = body_limit_bytes
        self._large = large or LargeBodies((), body_limit_bytes)
        self.leave = self._large.leave
        """Says that the call with this environ is answered, and nothing of its body is kept any more."""

    def refuse(self, environ: "WSGIEnvironment") -> Refused | None:
        """Read the body into the environ; why the call is refused instead of being handed to its face, else None."""
        if sentence := ambiguity_of(environ):
            return Refused(InvalidInput(sentence), 400, (_CLOSE,))
        if not environ.get("CONTENT_LENGTH") and "HTTP_TRANSFER_ENCODING" not in environ:
            environ["wsgi.input"] = BytesIO()
            return None
        if self.waiting.is_full:
            return _no_room()
        self.waiting.enter()
        try:
            if not settle_body(environ, self._body_limit_bytes, self._large if self._large.takes(environ) else None):
                environ[UNREAD_KEY] = True
        except NoRoomError:
            return _no_room()
        except BaseException:
            self.leave(environ)
            raise
        finally:
            is_in_time = self.waiting.leave()
        return None if is_in_time else Refused(SenderTooSlow(), 408, (_CLOSE,))


def _no_room() -> Refused:
    return Refused(TooManySlowSenders(), 503, (("Retry-After", "1"), _CLOSE))

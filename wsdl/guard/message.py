"""One message as it came: what HTTP says about it, and its bytes."""

from typing import TYPE_CHECKING, NamedTuple

from wsdl.guard.body import read_body
from wsdl.guard.transport import Transport, check_transport

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Message(NamedTuple):
    """What arrived, before anything of its XML was looked at."""

    transport: Transport
    body: bytes


def receive(environ: "WSGIEnvironment", limit_bytes: int) -> Message:
    """Read a request; raises `SoapRefusal` for what HTTP alone shows to be wrong, and for a body that is too long."""
    return Message(check_transport(environ), read_body(environ, limit_bytes))

"""The reference road: an admitted call through Spyne to its service, and the reply back as bytes."""

from typing import TYPE_CHECKING, Any, NamedTuple

import spyne

from wsdl.call import ENVIRON_KEY, Call
from wsdl.contract import Contract
from wsdl.guard import Admission, Guard, Message
from wsdl.spyne_application import original, spyne_applications

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Reply(NamedTuple):
    """A whole HTTP reply: status line, headers, body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class SpyneRoad:
    """Answers calls through Spyne. The reply is complete before its first byte leaves."""

    def __init__(self, contract: Contract, guard: Guard) -> None:
        self._guard = guard
        self._applications = spyne_applications(contract)

    def admit(self, service: str, message: Message) -> Admission:  # noqa: ARG002 - the other road's signature
        """The message, if it may come in; raises `SoapRefusal`."""
        return self._guard.admit(message)

    def answer(self, service: str, call: Call, environ: "WSGIEnvironment") -> Reply:
        """The reply of one call; raises what its service raised, or `SoapRefusal` where the contract is broken."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            started.append((status, headers))

        application = self._applications[service, call.admission.version]
        try:
            body = b"".join(application({**environ, ENVIRON_KEY: call}, start_response))
        except spyne.Fault as fault:
            raise original(fault) from None
        status, headers = started[-1]
        kept = [(name, value) for name, value in headers if name.lower() == "content-type"]
        return Reply(
            status=status,
            headers=[*kept, ("Content-Length", str(len(body))), ("Cache-Control", "no-store")],
            body=body,
        )

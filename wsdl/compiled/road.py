"""The road that most calls take: judged by the schema, read, answered by the core, written as bytes.

Whatever is unusual goes on to the reference road with the same request, and always before the core is asked: an
operation is executed once.
"""

from typing import TYPE_CHECKING

from wsdl.call import Call
from wsdl.compiled.answers import OPERATIONS
from wsdl.compiled.frames import Frames
from wsdl.compiled.known import Known
from wsdl.compiled.request_reader import RequestReader, read_request
from wsdl.contract import Contract
from wsdl.guard import Admission, Guard, Message
from wsdl.names import CORE, RETAIL, VERSIONS, XSI, SoapVersion, core
from wsdl.spyne_road import Reply, SpyneRoad

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_CONTENT_TYPES = {version: ("Content-Type", f"{version.media_type}; charset=utf-8") for version in VERSIONS}
_CACHE_CONTROL = ("Cache-Control", "no-store")
_OPERATIONS = {operation.name: operation for operation in OPERATIONS}


class CompiledRoad:
    """Answers calls by one version of the contract, most of them without Spyne; `reference` answers the others."""

    def __init__(self, contract: Contract, guard: Guard) -> None:
        self._contract = contract
        self._guard = guard
        self._known = Frames(guard)
        self.reference = SpyneRoad(contract, guard)
        self._readers = {
            (operation.service, core(operation.name)): (operation.name, RequestReader(operation.request))
            for operation in OPERATIONS
        }
        self._around = {
            (operation.name, version): _around(operation.name, version)
            for operation in OPERATIONS
            for version in VERSIONS
        }

    def admit(self, service: str, message: Message) -> Admission | Known:
        """The message, if it may come in; raises `SoapRefusal`."""
        return self._known.find(service, message) or self._guard.admit(message)

    def answer(self, service: str, call: Call, environ: "WSGIEnvironment") -> Reply:
        """The reply of one call; raises what the core raised, or `SoapRefusal` where the contract is broken."""
        admission = call.admission
        known = admission if isinstance(admission, Known) else self._read(service, admission)
        if known is None:
            return self.reference.answer(service, call, environ)
        operation = _OPERATIONS[known.operation]
        before, after = self._around[known.operation, known.version]
        inside = operation.write(call, known.request, operation.ask(call, known.request))
        return _reply(known.version, f"{before}{inside}{after}".encode())

    def _read(self, service: str, admission: Admission) -> Known | None:
        """The message, judged by the contract and read; None where it is for the reference road."""
        name, reader = self._readers.get((service, admission.operation.tag), ("", None))
        if reader is None:
            return None
        self._contract.validate(admission.operation)
        request = read_request(admission.operation, reader)
        if request is None:
            return None
        self._known.learn(service, admission.message, name, reader)
        return Known(admission.version, name, request)


def _reply(version: SoapVersion, body: bytes) -> Reply:
    return Reply(
        status="200 OK",
        headers=[_CONTENT_TYPES[version], ("Content-Length", str(len(body))), _CACHE_CONTROL],
        body=body,
    )


def _around(operation: str, version: SoapVersion) -> tuple[str, str]:
    """What stands before and after the inside of a reply."""
    wrapper = f"core:{operation}Response"
    before = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<soapenv:Envelope xmlns:soapenv="{version.namespace}"><soapenv:Body>'
        f'<{wrapper} xmlns:core="{CORE}" xmlns:retail="{RETAIL}" xmlns:xsi="{XSI}">'
    )
    return before, f"</{wrapper}></soapenv:Body></soapenv:Envelope>"

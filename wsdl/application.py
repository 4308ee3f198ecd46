"""The SOAP face as one WSGI callable: address, guard, caller, service, reply or fault."""

import logging
import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from domain.clock import Clock, SystemClock
from domain.core import LoyaltyCore
from domain.errors import InvalidInput, LoyaltyError
from domain.paging import SIZE_DEFAULT
from wsdl.call import Call, ReplySettings
from wsdl.callers import Callers
from wsdl.contract import SERVICES, Contract
from wsdl.fault_writer import fault_bytes, fault_headers, status_line
from wsdl.faults import fault_of
from wsdl.guard import Guard, Limits
from wsdl.guard.transport import version_of
from wsdl.refusal import SoapRefusal
from wsdl.serving import ContractPages
from wsdl.spyne_road import SpyneRoad

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

OUTCOME_KEY = "loyalty.outcome"
"""Where the gateway's middleware finds, in the WSGI environ, the code of the error that was answered; it logs it."""

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


def is_https_or_loopback(environ: "WSGIEnvironment") -> bool:
    """Whether a password in clear is safe on this request's way, as far as WSGI can tell."""
    return environ["wsgi.url_scheme"] == "https" or environ.get("REMOTE_ADDR", "") in _LOOPBACK


def new_correlation_id(environ: "WSGIEnvironment") -> str:  # noqa: ARG001 - the gateway's own function reads it
    """A random correlation id."""
    return uuid.uuid4().hex


def build_soap_application(
    core: LoyaltyCore,
    *,
    public_url: str,
    limits: Limits | None = None,
    page_size_default: int = SIZE_DEFAULT,
    paging_zeros: bool = False,
    clock: Clock | None = None,
    is_secure: "Callable[[WSGIEnvironment], bool]" = is_https_or_loopback,
    correlation_id: "Callable[[WSGIEnvironment], str]" = new_correlation_id,
) -> "WSGIApplication":
    """The SOAP face, to be mounted at `/axis2/services` (`wsdl.names.SERVICES_PATH`).

    `public_url` is the gateway's address for tills, without path; it goes into the contract's documents. `limits` are
    the guard's. `page_size_default` is the number of rows on a page where the till names none. `paging_zeros` writes
    the paging attributes of replies as in the vendor's example, all "0". `is_secure` and `correlation_id` read what the
    gateway's middleware found out about a request.
    """
    contract = Contract()
    return SoapApplication(
        core=core,
        pages=ContractPages(public_url),
        guard=Guard(limits or Limits()),
        callers=Callers(core.authenticate, contract, clock or SystemClock(), is_secure),
        road=SpyneRoad(contract),
        settings=ReplySettings(page_size_default=page_size_default, paging_zeros=paging_zeros),
        correlation_id=correlation_id,
    )


class SoapApplication:
    """Answers every request at a service's address; whatever goes wrong comes out as a Fault."""

    def __init__(
        self,
        *,
        core: LoyaltyCore,
        pages: ContractPages,
        guard: Guard,
        callers: Callers,
        road: SpyneRoad,
        settings: ReplySettings,
        correlation_id: "Callable[[WSGIEnvironment], str]",
    ) -> None:
        self._core = core
        self._pages = pages
        self._guard = guard
        self._callers = callers
        self._road = road
        self._settings = settings
        self._correlation_id = correlation_id
        self._services = {path: service for service in SERVICES for path in _paths(service)}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        service = self._services.get(environ.get("PATH_INFO", ""), "")
        if service and self._pages.answers(environ):
            return self._pages.serve(service, environ, start_response)
        correlation_id = self._correlation_id(environ)
        try:
            reply = self._road.answer(service, self._call(service, environ, correlation_id), environ)
        except Exception as error:  # noqa: BLE001 - nothing may leave but a Fault
            return _refuse(environ, start_response, error, correlation_id)
        start_response(reply.status, reply.headers)
        return [reply.body]

    def _call(self, service: str, environ: "WSGIEnvironment", correlation_id: str) -> Call:
        if not service:
            raise SoapRefusal(InvalidInput("There is no service at this address."), http_status=404)
        admission = self._guard.admit(environ)
        caller, context = self._callers.identify(environ, admission.header_blocks)
        return Call(
            core=self._core,
            admission=admission,
            caller=caller,
            context=context,
            settings=self._settings,
            correlation_id=correlation_id,
        )


def _paths(service: str) -> Iterable[str]:
    """The addresses under which Axis2 would serve a service, with and without a closing slash."""
    for name in (service, f"{service}.{service}HttpSoap11Endpoint", f"{service}.{service}HttpSoap12Endpoint"):
        yield from (f"/{name}", f"/{name}/")


def _refuse(
    environ: "WSGIEnvironment", start_response: "StartResponse", error: Exception, correlation_id: str
) -> Iterable[bytes]:
    fault = fault_of(error, version_of(environ), correlation_id)
    environ[OUTCOME_KEY] = fault.error.code
    if not isinstance(error, LoyaltyError | SoapRefusal):
        logger.error("soap request failed", exc_info=error, extra={"correlation_id": correlation_id})
    body = fault_bytes(fault)
    start_response(status_line(fault.http_status), fault_headers(fault, len(body)))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

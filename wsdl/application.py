"""The SOAP face as one WSGI callable: address, guard, caller, service, reply or fault."""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from domain.clock import Clock, SystemClock
from domain.core import LoyaltyCore
from domain.errors import InvalidInput, LoyaltyError
from domain.paging import SIZE_DEFAULT
from wsdl.call import Call, ReplySettings
from wsdl.callers import Callers
from wsdl.compiled.faults import fault_bytes
from wsdl.contract_versions import SERVICES, SHIPPED, TICKETS, V1, ContractVersion
from wsdl.endpoints import Endpoint, endpoints
from wsdl.fault_writer import fault_headers, status_line
from wsdl.faults import fault_of
from wsdl.guard import Guard, Limits
from wsdl.guard.message import receive
from wsdl.guard.transport import version_of
from wsdl.refusal import SoapRefusal
from wsdl.spyne_road import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

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
    versions: Iterable[ContractVersion] = SHIPPED,
    default_version: str = V1.name,
    limits: Limits | None = None,
    ticket_bytes: int = 1024 * 1024,
    page_size_default: int = SIZE_DEFAULT,
    paging_zeros: bool = False,
    clock: Clock | None = None,
    is_secure: "Callable[[WSGIEnvironment], bool]" = is_https_or_loopback,
    correlation_id: "Callable[[WSGIEnvironment], str]" = new_correlation_id,
) -> "SoapApplication":
    """The SOAP face, to be mounted at `/axis2/services` (`wsdl.names.SERVICES_PATH`).

    `public_url` is the gateway's address for tills, without path; it goes into the contract's documents. `versions` of
    the contract are all served; the one named `default_version` also where Axis2 serves. `limits` are the guard's;
    where tickets are sent a message may have `ticket_bytes`. `page_size_default` is the number of rows on a page where
    the till names none. `paging_zeros` writes the paging attributes of replies as in the vendor's example, all "0". `is_secure` and `correlation_id` read what the
    gateway's middleware found out about a request.
    """
    limits = limits or Limits()
    return SoapApplication(
        core=core,
        served=endpoints(
            versions,
            default_version,
            public_url=public_url,
            callers=lambda contract: Callers(core.authenticate, contract, clock or SystemClock(), is_secure),
            guard=Guard(limits),
        ),
        body_bytes={
            service: ticket_bytes if service in TICKETS.services else limits.body_bytes for service in SERVICES
        },
        settings=ReplySettings(page_size_default=page_size_default, paging_zeros=paging_zeros),
        correlation_id=correlation_id,
    )


class SoapApplication:
    """Answers every request at a service's address; whatever goes wrong comes out as a Fault."""

    def __init__(
        self,
        *,
        core: LoyaltyCore,
        served: Mapping[str, Endpoint],
        body_bytes: Mapping[str, int],
        settings: ReplySettings,
        correlation_id: "Callable[[WSGIEnvironment], str]",
    ) -> None:
        self._core = core
        self._served = served
        self._body_bytes = body_bytes
        self._settings = settings
        self._correlation_id = correlation_id

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        endpoint = self._served.get(environ.get("PATH_INFO", ""))
        if endpoint and endpoint.pages.answers(environ):
            return endpoint.pages.serve(endpoint.service, environ, start_response)
        correlation_id = self._correlation_id(environ)
        try:
            reply = self._answer(endpoint, environ, correlation_id)
        except Exception as error:  # noqa: BLE001 - nothing may leave but a Fault
            return _refuse(environ, start_response, error, correlation_id)
        start_response(reply.status, reply.headers)
        return [reply.body]

    def refuse(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", refusal: SoapRefusal
    ) -> Iterable[bytes]:
        """Answer, with a Fault, a request that was refused on its way here."""
        return _refuse(environ, start_response, refusal, self._correlation_id(environ))

    def _answer(self, endpoint: Endpoint | None, environ: "WSGIEnvironment", correlation_id: str) -> Reply:
        if not endpoint:
            raise SoapRefusal(InvalidInput("There is no service at this address."), http_status=404)
        return endpoint.road.answer(endpoint.service, self._call(endpoint, environ, correlation_id), environ)

    def _call(self, endpoint: Endpoint, environ: "WSGIEnvironment", correlation_id: str) -> Call:
        message = receive(environ, self._body_bytes[endpoint.service])
        admission = endpoint.road.admit(endpoint.service, message)
        caller, context = endpoint.callers.identify(environ, admission.header_blocks)
        return Call(
            core=self._core,
            admission=admission,
            caller=caller,
            context=context,
            settings=self._settings,
            correlation_id=correlation_id,
        )


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

"""The gateway as one WSGI callable: every face at its address, behind one edge."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask

from domain.core import LoyaltyCore
from domain.errors import StoreUnavailable
from gateway.health import Readyz, livez
from gateway.http.arrival import Arrival
from gateway.http.call import current_call, current_correlation_id
from gateway.http.call_lines import CallLines
from gateway.http.edge import Edge
from gateway.http.large_bodies import LargeBodies
from gateway.http.mounts import Mount, Mounts, Refused, answer
from gateway.http.transport import TransportSecurity
from gateway.http.waiting_bodies import WaitingBodies
from gateway.logging import configure_logging
from gateway.metrics import Metrics
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.start_page import StartPage
from gateway.watched_core import watch, watched
from gateway.wiring import Gateway, build_core
from rest.application import PATHS as REST_PATHS
from rest.application import TICKET_PATHS, build_rest_application, refuse
from wsdl.application import build_soap_application
from wsdl.contract_versions import SERVICES
from wsdl.endpoints import ticket_paths
from wsdl.guard import Limits
from wsdl.names import SERVICES_PATH
from wsdl.refusal import SoapRefusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def application_from_environment() -> Edge:
    """The application of the settings in this process' environment; raises `SettingsError` or `StartRefused`."""
    settings = read_settings()
    configure_logging(settings.watching.log_level)
    return build_application(build_core(with_secrets(settings)))


def build_application(gateway: Gateway) -> Edge:
    """Mount every face on this gateway."""
    settings = gateway.settings
    metrics = Metrics()
    metrics.tell("loyalty_oldest_event_seconds", "Age of the oldest event in the outbox.", partial(_event_age, gateway))
    if replica := gateway.replica:
        metrics.tell("loyalty_replica_in_use", "1 while reads go to the replica.", lambda: float(replica.is_fit))
        metrics.tell("loyalty_replica_behind_seconds", "At most how far it is behind.", lambda: replica.behind_seconds)
    pages = {
        "/": Mount("pages", StartPage(start_entries())),
        "/livez": Mount("health", livez),
        "/readyz": Mount(
            "health", Readyz(gateway.health.read, settings.watching.outbox_age_limit_seconds, gateway.replica)
        ),
        "/metrics": Mount("health", partial(_metrics, metrics)),
    }
    return Edge(
        Mounts(pages=pages, folders=_faces(gateway), nothing=Mount("pages", _nothing)),
        transport=TransportSecurity(settings.server.trusted_proxies),
        metrics=metrics,
        lines=CallLines(tells_all=settings.watching.access_log),
        arrival=Arrival(
            body_limit_bytes=settings.limits.body_bytes,
            threads=settings.server.threads,
            waiting=WaitingBodies(settings.server.waiting_bodies, settings.server.body_seconds),
            large=LargeBodies(TICKET_PATHS | ticket_paths(), settings.limits.largest_ticket_bytes),
        ),
    )


def start_entries() -> list[tuple[str, list[str]]]:
    """What is served, with its addresses: for the start page and for the terminal."""
    return [
        ("SOAP, a page for each service", [f"{SERVICES_PATH}/{service}" for service in SERVICES]),
        ("SOAP, the contract", [f"{SERVICES_PATH}/{service}?wsdl" for service in SERVICES]),
        ("REST, the pages of the API", ["/api/"]),
        ("Health", ["/livez", "/readyz", "/metrics"]),
    ]


def _faces(gateway: Gateway) -> dict[str, Mount]:
    core, settings = watch(gateway.core), gateway.settings
    limits = settings.limits
    soap = build_soap_application(
        core,
        public_url=settings.public_url,
        default_version=settings.server.contract_version,
        limits=Limits(
            body_bytes=limits.body_bytes,
            attributes=limits.xml_attributes,
            depth=limits.xml_depth,
            namespaces=limits.xml_namespaces,
            header_bytes=limits.soap_header_bytes,
            header_blocks=limits.soap_header_blocks,
        ),
        ticket_bytes=limits.largest_ticket_bytes,
        page_size_default=limits.page_size,
        paging_zeros=limits.paging_zeros,
        clock=gateway.clock,
        is_secure=_is_secure,
        correlation_id=lambda _environ: current_correlation_id(),
    )
    app = _rest(gateway, core)
    rest = Mount("rest", app, keeps_path=True, refusing=lambda refused: refuse(app, refused.error, refused.headers))

    def refusing(refused: Refused) -> "WSGIApplication":
        refusal = SoapRefusal(refused.error, http_status=refused.status, headers=refused.headers)
        return lambda environ, start_response: soap.refuse(environ, start_response, refusal)

    return {SERVICES_PATH: Mount("soap", soap, refusing=refusing), **dict.fromkeys(REST_PATHS, rest)}


def _rest(gateway: Gateway, core: LoyaltyCore) -> Flask:
    limits = gateway.settings.limits
    return build_rest_application(
        core,
        issue_token=watched("issue-token", gateway.identity.issue_token),
        clock=gateway.clock,
        body_bytes_limit=limits.body_bytes,
        ticket_bytes_limit=limits.largest_ticket_bytes,
        json_depth_limit=limits.json_depth,
        available_points_with_escrow=limits.available_points_with_escrow,
        page_size_default=limits.page_size,
        is_secure=_is_secure,
        correlation_id=lambda _environ: current_correlation_id(),
    )


def _is_secure(environ: "WSGIEnvironment") -> bool:
    del environ
    call = current_call.get()
    return call is not None and call.is_secure


def _event_age(gateway: Gateway) -> float | None:
    try:
        return gateway.health.read().oldest_event_seconds
    except StoreUnavailable:
        # The other figures matter most just then.
        return None


def _metrics(metrics: Metrics, _environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    return answer(start_response, "200 OK", metrics.page(), METRICS_TYPE)


def _nothing(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    del environ
    return answer(start_response, "404 Not Found", b"There is nothing at this address; / lists what there is.\n")

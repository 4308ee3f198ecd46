"""What a request says about itself beside its operation: key, site, device, operator, customer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from domain.identity.origin import NOWHERE, Origin
from wsdl.names import core

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The values of the core:requestContext block and of its HTTP twins; each is empty where nothing was sent."""

    idempotency_key: str = ""
    origin: Origin = NOWHERE
    subject: str = ""


def request_context(environ: "WSGIEnvironment", block: etree._Element | None) -> RequestContext:
    """The context of a request: the header block's values, else those of the HTTP headers."""

    def value(member: str, header: str) -> str:
        sent = block.findtext(core(member)) if block is not None else None
        return sent or environ.get(header, "")

    return RequestContext(
        idempotency_key=value("idempotencyKey", "HTTP_IDEMPOTENCY_KEY"),
        origin=Origin(
            site=value("locationId", "HTTP_ENACTOR_LOCATION_ID"),
            device=value("deviceId", "HTTP_ENACTOR_DEVICE_ID"),
            operator=value("userId", "HTTP_ENACTOR_USER_ID"),
        ),
        subject=value("subject", "HTTP_SUBJECT"),
    )

"""The namespaces, media types and addresses of the SOAP face, each written once."""

from dataclasses import dataclass
from functools import cache

CORE = "http://www.enactor.com/core"
RETAIL = "http://www.enactor.com/retail"
TICKET = "urn:loyalty-gateway:tickets"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
WSSE_PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"

PREFIXES = {CORE: "core", RETAIL: "retail", TICKET: "ticket"}
"""The prefix of each namespace of the contract, in its files and in replies."""

SERVICES_PATH = "/axis2/services"
"""Where Axis2 serves, and so where tills look; the gateway mounts the SOAP face here."""


@dataclass(frozen=True, slots=True, eq=False)
class SoapVersion:
    """One version of SOAP: how its envelope is named and how it travels over HTTP.

    `own_roles` are the roles (SOAP 1.1: actors) that this receiver plays, the empty one included: a header block for
    another role is none of its business.
    """

    number: str
    namespace: str
    media_type: str
    role_attribute: str
    own_roles: frozenset[str]

    def tag(self, local: str) -> str:
        """The name of an element or attribute of this version's envelope, as lxml writes it."""
        return _qualified(self.namespace, local)


SOAP11 = SoapVersion(
    number="1.1",
    namespace="http://schemas.xmlsoap.org/soap/envelope/",
    media_type="text/xml",
    role_attribute="actor",
    own_roles=frozenset({"", "http://schemas.xmlsoap.org/soap/actor/next"}),
)
SOAP12 = SoapVersion(
    number="1.2",
    namespace="http://www.w3.org/2003/05/soap-envelope",
    media_type="application/soap+xml",
    role_attribute="role",
    own_roles=frozenset(
        {
            "",
            "http://www.w3.org/2003/05/soap-envelope/role/next",
            "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
        }
    ),
)
VERSIONS = (SOAP11, SOAP12)


def core(local: str) -> str:
    """The name of an element in the core namespace, as lxml writes it."""
    return f"{{{CORE}}}{local}"


def retail(local: str) -> str:
    """The name of an element in the retail namespace, as lxml writes it."""
    return f"{{{RETAIL}}}{local}"


def ticket(local: str) -> str:
    """The name of an element in the namespace of purchases, as lxml writes it."""
    return f"{{{TICKET}}}{local}"


@cache
def _qualified(namespace: str, local: str) -> str:
    return f"{{{namespace}}}{local}"

"""Sends SOAP to the WSGI callable and holds every answer to what every answer must be."""

import base64
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from wsdl.contract_versions import V1
from wsdl.names import CORE, PREFIXES, RETAIL, SOAP11, SOAP12, TICKET, VERSIONS, SoapVersion

SCHEMA = etree.XMLSchema(file=str(V1.folder / "ticket.xsd"))
BASIC = "Basic " + base64.b64encode(b"till-1:demo").decode()
NAMESPACES = {"core": CORE, "retail": RETAIL, "ticket": TICKET, "s11": SOAP11.namespace, "s12": SOAP12.namespace}

NAME_SEARCH = (
    f'<ns:submitCustomerNameSearch xmlns:ns="{CORE}"><retail:customerNameSearchRequest xmlns:retail="{RETAIL}">'
    "<retail:searchName>a</retail:searchName></retail:customerNameSearchRequest></ns:submitCustomerNameSearch>"
)


def update_of(members: str) -> str:
    """An update with these members."""
    return (
        f'<ns:submitAccountBalanceUpdate xmlns:ns="{CORE}"><accountBalanceUpdateRequest xmlns="{RETAIL}">'
        f"<accountBalanceUpdate>{members}</accountBalanceUpdate></accountBalanceUpdateRequest>"
        "</ns:submitAccountBalanceUpdate>"
    )


def enveloped(body: str, version: SoapVersion = SOAP11, header: str = "") -> str:
    """An envelope around the content of a body."""
    header = f"<s:Header>{header}</s:Header>" if header else ""
    return f'<s:Envelope xmlns:s="{version.namespace}">{header}<s:Body>{body}</s:Body></s:Envelope>'


@dataclass
class Answer:
    """A reply, already held to the rules for every reply."""

    status: int
    headers: dict[str, str]
    body: bytes
    version: SoapVersion = SOAP11
    root: Any = field(init=False)

    def __post_init__(self) -> None:
        """Every answer to a SOAP request is SOAP, of the version its media type says, and valid by the contract."""
        media_type = self.headers["content-type"].partition(";")[0]
        (self.version,) = [version for version in VERSIONS if version.media_type == media_type]
        assert self.headers["content-length"] == str(len(self.body))
        self.root = etree.fromstring(self.body)
        assert self.root.tag == self.version.tag("Envelope")
        (self.content,) = self.root.find(self.version.tag("Body"))
        if self.is_fault:
            self._hold_to_fault_rules()
        else:
            assert self.status == 200
            SCHEMA.assertValid(self.content)

    def _hold_to_fault_rules(self) -> None:
        assert self.status >= 400
        (detail,) = self.root.iter("detail", self.version.tag("Detail"))
        (error,) = detail
        SCHEMA.assertValid(error)
        text = self.body.decode()
        assert len(self.sentence) <= 400
        assert self.value("correlationId")
        for leak in ("SCHEMAV", "xmlSchema", "libxml", "Traceback", 'File "', "lxml", "spyne", "SELECT "):
            assert leak not in text

    @property
    def is_fault(self) -> bool:
        """Whether the body holds a fault."""
        return bool(self.content.tag == self.version.tag("Fault"))

    @property
    def code(self) -> str:
        """The fault code without prefix; for SOAP 1.2 code and subcode, in the spelling of SOAP 1.1."""
        if self.version is SOAP11:
            return str(self.content.findtext("faultcode")).rpartition(":")[2]
        values = [value.text.rpartition(":")[2] for value in self.content.iter(SOAP12.tag("Value"))]
        values[0] = {"Sender": "Client", "Receiver": "Server"}.get(values[0], values[0])
        return ".".join(values)

    @property
    def sentence(self) -> str:
        """What the fault says to people."""
        return self.value("messageText")

    def value(self, local: str) -> str:
        """The text of the first element with this local name in a namespace of the contract, or empty."""
        found = next(self.root.iter(*(f"{{{namespace}}}{local}" for namespace in PREFIXES)), None)
        return "" if found is None else found.text or ""

    def values(self, local: str) -> list[str]:
        """The texts of all such elements."""
        return [
            element.text or "" for element in self.root.iter(*(f"{{{namespace}}}{local}" for namespace in PREFIXES))
        ]


@dataclass
class Soap:
    """A till at the WSGI callable; with its credentials in HTTP Basic unless told otherwise."""

    application: Any
    environ: dict[str, Any] = field(default_factory=dict)

    def send(
        self,
        body: bytes | str,
        *,
        path: str = "/CustomerService",
        content_type: str = "text/xml; charset=utf-8",
        **environ: Any,
    ) -> Answer:
        """Send a body as it is and hold the answer to the rules."""
        status, headers, answer = self.raw(body, path=path, content_type=content_type, **environ)
        return Answer(status, headers, answer)

    def call(self, operation: str, *, version: SoapVersion = SOAP11, header: str = "", **options: Any) -> Answer:
        """Send an operation in an envelope of this version, to the service that has it."""
        service = "AccountBalanceService" if "submitAccountBalance" in operation else "CustomerService"
        service = "PosTicketService" if TICKET in operation else service
        options = {"path": f"/{service}", "content_type": f"{version.media_type}; charset=utf-8"} | options
        return self.send(enveloped(operation, version, header), **options)

    def raw(
        self, body: bytes | str, *, path: str, content_type: str, **environ: Any
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body of the answer, whatever it is."""
        data = body.encode() if isinstance(body, str) else body
        request = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "/axis2/services",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(data)),
            "HTTP_AUTHORIZATION": BASIC,
            "HTTP_HOST": "evil.example",
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "evil.example",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(data),
            **self.environ,
            **environ,
        }
        started: list[tuple[str, list[tuple[str, str]]]] = []
        request = {name: value for name, value in request.items() if value is not None}
        answer = b"".join(self.application(request, lambda status, headers: started.append((status, headers))))
        ((status, headers),) = started
        return int(status[:3]), {name.lower(): value for name, value in headers}, answer

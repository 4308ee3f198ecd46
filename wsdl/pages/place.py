"""Where a version of the contract is served, and its documents with the addresses of that place."""

from dataclasses import dataclass, replace

from lxml import etree

from wsdl.contract_versions import SCHEMAS, ContractVersion, part_of, wsdl_file
from wsdl.names import SERVICES_PATH, SoapVersion

_ADDRESS_IN_FILES = f"http://localhost:8080{SERVICES_PATH}"
_XS = "{http://www.w3.org/2001/XMLSchema}"
_TYPES = "{http://schemas.xmlsoap.org/wsdl/}types"


@dataclass(frozen=True, slots=True)
class Place:
    """A version of the contract at an address of its own.

    `public_url` is where tills reach the gateway (no path). `folder` is the path between the services' own and a
    service's name: "/v1", or empty where Axis2 would serve.
    """

    version: ContractVersion
    public_url: str
    folder: str = ""

    @property
    def base(self) -> str:
        """The address below which the services are."""
        return f"{self.public_url.rstrip('/')}{SERVICES_PATH}{self.folder}"

    @property
    def pinned(self) -> "Place":
        """The place that is this version's own, whatever the default becomes."""
        return replace(self, folder=f"/{self.version.name}")

    def path(self, service: str) -> str:
        """The path of a service's address, for links between pages."""
        return f"{SERVICES_PATH}{self.folder}/{service}"

    def address(self, service: str) -> str:
        """The address of a service, for people and for messages of both versions of SOAP."""
        return f"{self.base}/{service}"

    def endpoint(self, service: str, soap: SoapVersion) -> str:
        """The address that the contract names for one version of SOAP, as Axis2 writes it."""
        return f"{self.base}/{service}.{service}HttpSoap{soap.number.replace('.', '')}Endpoint"

    def file(self, name: str) -> bytes:
        """A file of the contract, to be kept beside the others: the addresses of the endpoints are those of here."""
        return (self.version.folder / name).read_bytes().replace(_ADDRESS_IN_FILES.encode(), self.base.encode())

    def live(self, name: str, service: str) -> bytes:
        """The same, to be served at this service's address: schemas are found by `?xsd=`."""
        page = self.file(name)
        for schema in SCHEMAS:
            location = f'schemaLocation="{self.address(service)}?xsd={schema}"'
            page = page.replace(f'schemaLocation="{schema}.xsd"'.encode(), location.encode())
        return page

    def self_contained(self, service: str, soap: SoapVersion) -> bytes:
        """The description of a service as one document: the schemas stand in it, and nothing is to be fetched.

        No schema refers to one that comes after it, for wsimport of JAX-WS warns of what it has not read yet. So the
        wrappers of the operations of core, which need retail as well, stand in a schema of their own after it.
        """
        root = etree.fromstring(self.file(wsdl_file(service, soap)))
        (types,) = root.findall(_TYPES)
        core, retail, *more = (etree.fromstring(self.file(f"{name}.xsd")) for name in part_of(service).schemas)
        wrappers = etree.fromstring(self.file(f"{SCHEMAS[0]}.xsd"))
        for schema in (core, retail, wrappers, *more):
            for each in schema.findall(f"{_XS}import"):
                del each.attrib["schemaLocation"]
            schema.tail = types[0].tail
        for node in list(core):
            if _is_wrapper(_subject(node)) or node.tag == f"{_XS}import":
                core.remove(node)
        for node in list(wrappers):
            if not _is_wrapper(_subject(node)) and node.tag != f"{_XS}import":
                wrappers.remove(node)
        types[:] = [core, retail, wrappers, *more]
        return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def _is_wrapper(node: etree._Element) -> bool:
    """Whether a node at the top of a schema declares what stands in a body: an element with a type of its own."""
    return node.tag == f"{_XS}element" and node.get("type") is None


def _subject(node: etree._Element) -> etree._Element:
    """What a node at the top of a schema is about: for a comment the element that follows it, else the node itself."""
    is_comment = isinstance(node, etree._Comment)  # noqa: SLF001 - lxml has no other name for the class
    following = next(node.itersiblings("*"), None) if is_comment else None
    return node if following is None else following

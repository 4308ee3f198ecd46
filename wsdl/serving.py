"""Serves the contract: `?wsdl` and `?xsd=`, byte for byte the files but for the addresses in them."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from wsdl.contract_versions import FILES, SCHEMAS, SERVICES, V1, ContractVersion, wsdl_file
from wsdl.names import SERVICES_PATH, SOAP11, SOAP12, VERSIONS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_ADDRESS_IN_FILES = f"http://localhost:8080{SERVICES_PATH}"
_QUERY_LIMIT = 100


class ContractPages:
    """The documents of a version with their addresses filled in, once, at start-up.

    `public_url` is where tills reach the gateway (no path); a caller's Host header never gets into a document. `folder`
    is the path between the services' own and a service's name: "/v1", or empty.
    """

    def __init__(self, version: ContractVersion, public_url: str, folder: str) -> None:
        base = f"{public_url.rstrip('/')}{SERVICES_PATH}{folder}"
        self._pages = {
            (service, question): _filled_in(version.folder / file, base, service)
            for service in SERVICES
            for question, file in _questions(service).items()
        }

    def answers(self, environ: "WSGIEnvironment") -> bool:
        """Whether a request asks for a document of the contract."""
        return environ["REQUEST_METHOD"] in {"GET", "HEAD"} and bool(_question(environ))

    def serve(self, service: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer with the document, or 404 in plain words for an unknown schema name."""
        page = self._pages.get((service, _question(environ)))
        status = "200 OK" if page else "404 Not Found"
        body = page or b"There is no such schema; ask for ?wsdl, ?xsd=core or ?xsd=retail.\n"
        headers = [
            ("Content-Type", "text/xml; charset=utf-8" if page else "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ]
        if page:
            headers.append(("ETag", f'"{sha256(page).hexdigest()}"'))
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def contract_files(public_url: str) -> dict[str, bytes]:
    """The contract's files by name, to be kept side by side: the addresses of the endpoints are the public ones."""
    base = f"{public_url.rstrip('/')}{SERVICES_PATH}".encode()
    return {name: (V1.folder / name).read_bytes().replace(_ADDRESS_IN_FILES.encode(), base) for name in FILES}


def _questions(service: str) -> dict[str, str]:
    wsdls = {f"wsdl {version.number}": wsdl_file(service, version) for version in VERSIONS}
    return wsdls | {f"xsd={schema}": f"{schema}.xsd" for schema in SCHEMAS}


def _question(environ: "WSGIEnvironment") -> str:
    """What the query string asks for, in one spelling: .NET writes ?WSDL, others ?wsdl=1; empty for anything else.

    The endpoint of SOAP 1.2 describes itself, every other address SOAP 1.1.
    """
    pairs = parse_qsl(environ.get("QUERY_STRING", "")[:_QUERY_LIMIT], keep_blank_values=True)
    for name, value in pairs[:1]:
        if name.lower() == "wsdl":
            version = SOAP12 if "HttpSoap12Endpoint" in environ.get("PATH_INFO", "") else SOAP11
            return f"wsdl {version.number}"
        if name.lower() == "xsd":
            return f"xsd={value}"
    return ""


def _filled_in(file: Path, base: str, service: str) -> bytes:
    """A file of the contract with the public addresses of the endpoints and of the schemas."""
    page = file.read_bytes().replace(_ADDRESS_IN_FILES.encode(), base.encode())
    for schema in SCHEMAS:
        location = f'schemaLocation="{base}/{service}?xsd={schema}"'
        page = page.replace(f'schemaLocation="{schema}.xsd"'.encode(), location.encode())
    return page

"""Answers GET at a service's address: the documents of the contract, the page for people, projects for their tools."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.http import is_resource_modified

from wsdl.contract_versions import SERVICES, part_of, wsdl_file
from wsdl.names import SOAP11, SOAP12, VERSIONS
from wsdl.pages.description import describe
from wsdl.pages.place import Place
from wsdl.pages.postman import postman_collection
from wsdl.pages.service_page import POLICY, service_page
from wsdl.pages.soapui import soapui_project

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_QUERY_LIMIT = 100
_HEADER_LIMIT = 1000
_PAGE = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, whole: its headers, its bytes, and the ETag by which whoever has it asks whether it is the same."""

    headers: tuple[tuple[str, str], ...]
    content: bytes
    etag: str


class ContractPages:
    """All documents of a version at one place, made once, at start-up.

    They name the configured address; a caller's Host header never gets into one.
    """

    def __init__(self, place: Place) -> None:
        self._documents = {service: _documents(service, place) for service in SERVICES}

    def answers(self, environ: "WSGIEnvironment") -> bool:
        """Whether a request is for a document: any GET but one of a SOAP stack that asks for no document by name."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return False
        return _question(environ) != _PAGE or not _is_of_a_soap_stack(environ)

    def serve(self, service: str, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer with the document, 304 to whoever has it, or 404 in plain words for an unknown schema name."""
        document = self._documents[service].get(_question(environ))
        if document is None:
            schemas = ", ".join(f"?xsd={schema}" for schema in part_of(service).schemas)
            sentence = f"There is no such schema; ask for {schemas}.\n".encode()
            start_response(
                "404 Not Found",
                [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(sentence)))],
            )
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [sentence]
        if not is_resource_modified(environ, etag=document.etag):
            start_response(
                "304 Not Modified", [each for each in document.headers if not each[0].startswith("Content-")]
            )
            return []
        start_response("200 OK", list(document.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [document.content]


@lru_cache
def _documents(service: str, place: Place) -> Mapping[str, Document]:
    """The documents of a service by what `_question` makes of the query that asks for them.

    They are kept, for the files do not change while a process runs, and tests build many applications.
    """
    described = describe(service, place.version)
    name = f"{service}-{place.version.name}"
    guesses = (place.version.folder / "GUESSES.md").read_bytes()
    policy = (("Content-Security-Policy", POLICY), ("Referrer-Policy", "no-referrer"), ("Vary", "Accept, Content-Type"))
    return {
        **{f"wsdl {soap.number}": _xml(place.live(wsdl_file(service, soap), service)) for soap in VERSIONS},
        **{f"singlewsdl {soap.number}": _xml(place.self_contained(service, soap)) for soap in VERSIONS},
        **{f"xsd={schema}": _xml(place.live(f"{schema}.xsd", service)) for schema in part_of(service).schemas},
        "soapui": _document("text/xml", soapui_project(described, place), f"{name}-soapui-project.xml"),
        "postman": _document(
            "application/json", postman_collection(described, place), f"{name}.postman_collection.json"
        ),
        "guesses": _document("text/plain", guesses),
        _PAGE: _document("text/html", service_page(described, place), further=policy),
    }


def _xml(content: bytes) -> Document:
    return _document("text/xml", content)


def _document(media_type: str, content: bytes, file: str = "", further: tuple[tuple[str, str], ...] = ()) -> Document:
    """A document; one with the name of a file is to be kept, not shown."""
    etag = f'"{sha256(content).hexdigest()}"'
    headers = (
        ("Content-Type", f"{media_type}; charset=utf-8"),
        ("Content-Length", str(len(content))),
        ("ETag", etag),
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        *further,
        *([("Content-Disposition", f'attachment; filename="{file}"')] if file else []),
    )
    return Document(headers, content, etag)


def _question(environ: "WSGIEnvironment") -> str:
    """What the query string asks for, in one spelling: .NET writes ?WSDL, others ?wsdl=1; the page for anything else.

    The endpoint of SOAP 1.2 describes itself, every other address SOAP 1.1.
    """
    pairs = parse_qsl(environ.get("QUERY_STRING", "")[:_QUERY_LIMIT], keep_blank_values=True)
    for name, value in pairs[:1]:
        asked: str = name.lower()
        if asked in {"wsdl", "singlewsdl"}:
            soap = SOAP12 if "HttpSoap12Endpoint" in environ.get("PATH_INFO", "") else SOAP11
            return f"{asked} {soap.number}"
        if asked == "xsd":
            return f"xsd={value}"
        if asked in {"soapui", "postman", "guesses"}:
            return asked
    return _PAGE


def _is_of_a_soap_stack(environ: "WSGIEnvironment") -> bool:
    """Whether a GET says that it speaks SOAP and reads nothing else: it hears a Fault, as any wrong message does."""
    accepted = environ.get("HTTP_ACCEPT", "")[:_HEADER_LIMIT].lower()
    if "text/html" in accepted or "*/*" in accepted:
        return False
    said = f"{accepted} {environ.get('CONTENT_TYPE', '')[:_HEADER_LIMIT].lower()}"
    return any(soap.media_type in said for soap in VERSIONS)

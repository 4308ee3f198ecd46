"""The contract as it is served."""

from typing import Any

import pytest
from lxml import etree

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import Soap
from wsdl.application import build_soap_application
from wsdl.contract_versions import SCHEMAS, SERVICES, V1

FILES = {"wsdl": "{}{}.wsdl", "xsd=core": "core.xsd", "xsd=retail": "retail.xsd"}
PUBLIC = "https://loyalty.example"


def _get(soap: Soap, path: str, query: str, **environ: Any) -> tuple[int, dict[str, str], bytes]:
    request = {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "HTTP_AUTHORIZATION": None} | environ
    return soap.raw("", path=path, content_type="", **request)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("endpoint", ["{0}", "{0}.{0}HttpSoap11Endpoint", "{0}.{0}HttpSoap12Endpoint"])
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("query", FILES)
def test_the_files_are_served_byte_for_byte_but_for_the_addresses(
    soap: Soap, service: str, endpoint: str, slash: str, query: str
) -> None:
    status, headers, body = _get(soap, f"/{endpoint.format(service)}{slash}", query)
    assert (status, headers["content-type"]) == (200, "text/xml; charset=utf-8")
    back = body
    for schema in SCHEMAS:
        location = f"{PUBLIC}/axis2/services/{service}?xsd={schema}"
        back = back.replace(location.encode(), f"{schema}.xsd".encode())
    back = back.replace(PUBLIC.encode(), b"http://localhost:8080")
    version = ".soap12" if "HttpSoap12Endpoint" in endpoint else ""
    assert back == (V1.folder / FILES[query].format(service, version)).read_bytes()


@pytest.mark.parametrize("endpoint", ["{0}", "{0}.{0}HttpSoap11Endpoint", "{0}.{0}HttpSoap12Endpoint"])
def test_the_schema_of_purchases_is_served_with_their_service_alone(soap: Soap, endpoint: str) -> None:
    status, _, body = _get(soap, f"/{endpoint.format('PosTicketService')}", "xsd=ticket")
    back = body.replace(f"{PUBLIC}/axis2/services/PosTicketService?xsd=".encode(), b"")
    own = (V1.folder / "ticket.xsd").read_bytes()
    assert (status, back) == (
        200,
        own.replace(b'schemaLocation="core.xsd"', b'schemaLocation="core"').replace(b"retail.xsd", b"retail"),
    )
    for other in ("CustomerService", "AccountBalanceService"):
        status, _, sentence = _get(soap, f"/{endpoint.format(other)}", "xsd=ticket")
        assert (status, sentence) == (404, b"There is no such schema; ask for ?xsd=core, ?xsd=retail.\n")


@pytest.mark.parametrize("query", ["WSDL", "wsdl=", "wsdl=1", "Wsdl", "XSD=core"])
def test_the_spellings_of_other_stacks_are_taken(soap: Soap, query: str) -> None:
    assert _get(soap, "/CustomerService", query)[0] == 200


@pytest.mark.parametrize("endpoint", ["HttpSoap11Endpoint", "HttpSoap12Endpoint"])
def test_the_address_never_comes_from_the_caller(soap: Soap, endpoint: str) -> None:
    # The requests of these tests all carry Host: evil.example.
    path = f"/CustomerService.CustomerService{endpoint}"
    body = _get(soap, path, "wsdl", HTTP_X_FORWARDED_HOST="evil.example")[2]
    assert b"evil.example" not in body
    ports = [element.get("location") for element in etree.fromstring(body).iter() if element.get("location")]
    assert ports == [f"{PUBLIC}/axis2/services{path}"]


def test_a_slash_at_the_end_of_the_public_address_is_left_out(canned: CannedCore) -> None:
    soap = Soap(build_soap_application(canned.core(), public_url="http://10.0.0.1:8080/"))
    assert b"http://10.0.0.1:8080/axis2/services/CustomerService?xsd=core" in _get(soap, "/CustomerService", "wsdl")[2]


def test_a_head_request_has_the_headers_only(soap: Soap) -> None:
    whole = _get(soap, "/CustomerService", "wsdl")
    status, headers, body = _get(soap, "/CustomerService", "wsdl", REQUEST_METHOD="HEAD")
    assert (status, headers, body) == (200, whole[1], b"")


@pytest.mark.parametrize("query", ["xsd=other", "xsd=../contracts/core", "xsd=", "xsd=core.xsd"])
def test_an_unknown_schema_is_not_found(soap: Soap, query: str) -> None:
    assert _get(soap, "/CustomerService", query)[0] == 404


DOCUMENTS = {
    "wsdl": "text/xml",
    "singleWsdl": "text/xml",
    "xsd=core": "text/xml",
    "xsd=retail": "text/xml",
    "soapui": "text/xml",
    "postman": "application/json",
    "guesses": "text/plain",
    "": "text/html",
}


@pytest.mark.parametrize("query", DOCUMENTS)
@pytest.mark.parametrize("folder", ["", "/v1"])
def test_whoever_has_a_document_hears_that_it_is_the_same(soap: Soap, query: str, folder: str) -> None:
    path = f"{folder}/CustomerService"
    status, headers, body = _get(soap, path, query)
    assert (status, headers["content-type"]) == (200, f"{DOCUMENTS[query]}; charset=utf-8")
    assert headers["content-length"] == str(len(body))
    for same in (headers["etag"], f'"other", {headers["etag"]}', f"W/{headers['etag']}", "*"):
        status, kept, nothing = _get(soap, path, query, HTTP_IF_NONE_MATCH=same)
        assert (status, nothing, kept["etag"]) == (304, b"", headers["etag"])
        assert not [name for name in kept if name.startswith("content-")]
    for other in ('"other"', "nonsense", headers["etag"].strip('"')[:10]):
        assert _get(soap, path, query, HTTP_IF_NONE_MATCH=other) == (200, headers, body)
    assert _get(soap, path, query, REQUEST_METHOD="HEAD") == (200, headers, b"")
    assert _get(soap, path, query, REQUEST_METHOD="HEAD", HTTP_IF_NONE_MATCH=headers["etag"])[0] == 304


def test_each_document_has_an_etag_of_its_own(soap: Soap) -> None:
    paths = [f"{folder}/{service}" for folder in ("", "/v1") for service in SERVICES]
    tags = [_get(soap, path, query)[1]["etag"] for path in paths for query in DOCUMENTS if query != "guesses"]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("query", ["", "a=b", "tab", "wsdll"])
@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "*/*", None, "image/png"])
def test_a_browser_gets_the_page_whatever_else_it_asks(soap: Soap, query: str, accept: str | None) -> None:
    headers = _get(soap, "/CustomerService", query, HTTP_ACCEPT=accept)[1]
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["vary"] == "Accept, Content-Type"


@pytest.mark.parametrize("accept", ["text/xml", "application/soap+xml", "application/soap+xml, text/xml;q=0.5"])
def test_a_get_that_speaks_soap_hears_a_fault(soap: Soap, accept: str) -> None:
    answer = soap.send("", REQUEST_METHOD="GET", HTTP_ACCEPT=accept, CONTENT_TYPE="")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_no_document_holds_what_the_caller_says_of_the_address(soap: Soap) -> None:
    for query in DOCUMENTS:
        body = _get(soap, "/CustomerService", query, HTTP_X_FORWARDED_HOST="evil.example")[2]
        assert b"evil.example" not in body
        assert b"localhost:8080" not in body

"""The contract as it is served."""

from typing import Any

import pytest
from lxml import etree

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import Soap
from wsdl.application import build_soap_application
from wsdl.contract_versions import SERVICES, V1

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
    for schema in ("core", "retail"):
        location = f"{PUBLIC}/axis2/services/{service}?xsd={schema}"
        back = back.replace(location.encode(), f"{schema}.xsd".encode())
    back = back.replace(PUBLIC.encode(), b"http://localhost:8080")
    version = ".soap12" if "HttpSoap12Endpoint" in endpoint else ""
    assert back == (V1.folder / FILES[query].format(service, version)).read_bytes()


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

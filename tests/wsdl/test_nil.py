"""xsi:nil, on every element that a request can have: never a value, never left out in silence, always a fault that says so.

But for the header block, nothing in the contract is nillable, for what may be both nil and left out has two ways to say one thing, and XML Schema
allows not even xsi:nil="false" on an element that is not nillable. What must be nil in a till's code is left out.
"""

from typing import Any

import pytest
from lxml import etree

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import SCHEMA, Soap
from wsdl.contract_versions import V1
from wsdl.names import CORE, PREFIXES, VERSIONS, XSI, SoapVersion

XS = "{http://www.w3.org/2001/XMLSchema}"
NAMESPACES = {prefix: namespace for namespace, prefix in PREFIXES.items()}
ROOTS = {prefix: etree.parse(V1.folder / f"{prefix}.xsd").getroot() for prefix in NAMESPACES}
VALUES = {
    "xs:int": "1",
    "xs:boolean": "true",
    "core:Amount": "1",
    "core:Moment": "2026-01-01T00:00:00Z",
    "ticket:Day": "2026-01-01",
    "ticket:WholeNumber": "1",
}
OPERATIONS = [
    f"{prefix}:{node.get('name')}"
    for prefix in ROOTS
    for node in ROOTS[prefix].iterchildren(XS + "element")
    if str(node.get("name")).startswith("submit") and not str(node.get("name")).endswith("Response")
]


def _declared(prefix: str, node: Any) -> tuple[str, Any]:
    """The prefix and the declaration of an element; a reference is followed."""
    if node.get("ref") is None:
        return prefix, node
    prefix, _, name = node.get("ref").partition(":")
    (found,) = ROOTS[prefix].findall(f"{XS}element[@name='{name}']")
    return prefix, found


def _full(prefix: str, declaration: Any) -> Any:
    """An element of this declaration with everything in it that may be."""
    prefix, declaration = _declared(prefix, declaration)
    element = etree.Element(f"{{{NAMESPACES[prefix]}}}{declaration.get('name')}", nsmap={"xsi": XSI})
    kind = declaration.get("type") or ""
    inner, _, name = kind.partition(":")
    known = ROOTS[inner].findall(f"{XS}complexType[@name='{name}']") if inner in ROOTS else []
    types = known if kind else [declaration]
    members = [node for found in types for node in found.iter(XS + "element") if node is not declaration]
    element.extend([_full(inner if kind else prefix, member) for member in members])
    if not types:
        element.text = VALUES.get(kind, "a")
    return element


def _request(operation: str) -> Any:
    prefix, _, name = operation.partition(":")
    (declaration,) = ROOTS[prefix].findall(f"{XS}element[@name='{name}']")
    return _full(prefix, declaration)


def _places() -> list[tuple[str, int]]:
    return [(operation, place) for operation in OPERATIONS for place, _ in enumerate(_request(operation).iter())]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_request_with_everything_in_it_keeps_the_contract(operation: str) -> None:
    request = _request(operation)
    SCHEMA.assertValid(request)
    assert len(list(request.iter())) > 2


@pytest.mark.parametrize("value", ["true", "1", "false", "0"])
@pytest.mark.parametrize(("operation", "place"), _places())
def test_nil_is_refused_wherever_it_stands(
    soap: Soap, canned: CannedCore, operation: str, place: int, value: str
) -> None:
    request = _request(operation)
    element = list(request.iter())[place]
    element.set(f"{{{XSI}}}nil", value)
    if value in {"true", "1"}:
        element.text = None
        del element[:]
    answer = soap.call(etree.tostring(request).decode())
    assert answer.code == "Client.InvalidInput"
    assert answer.value("field") == etree.QName(element).localname
    assert "nil" in answer.sentence
    assert not canned.asked


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("attributes", ["", 's:mustUnderstand="1"'])
def test_a_header_block_that_is_nil_is_as_good_as_none(
    soap: Soap, canned: CannedCore, version: SoapVersion, attributes: str
) -> None:
    header = f'<c:requestContext xmlns:c="{CORE}" xmlns:i="{XSI}" i:nil="true" {attributes}/>'
    request = etree.tostring(_request(OPERATIONS[0])).decode()
    answer = soap.call(request, version=version, header=header, HTTP_ENACTOR_DEVICE_ID="till-7")
    assert not answer.is_fault
    assert canned.last.header_origin.device == "till-7"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("member", ["idempotencyKey", "deviceId", "locationId", "userId", "subject"])
def test_nil_is_refused_in_the_header_too(soap: Soap, canned: CannedCore, version: SoapVersion, member: str) -> None:
    nil = f'<c:{member} xmlns:i="{XSI}" i:nil="true"/>'
    header = f'<c:requestContext xmlns:c="{CORE}">{nil}</c:requestContext>'
    answer = soap.call(etree.tostring(_request(OPERATIONS[0])).decode(), version=version, header=header)
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", member)
    assert not canned.asked

"""Rules that the files of the contract keep."""

import re
from typing import Any

import pytest
import xmlschema
from lxml import etree

from wsdl.contract_versions import ENACTOR, FILES, SCHEMAS, SERVICES, V1, part_of, wsdl_file
from wsdl.names import CORE, PREFIXES, RETAIL, SOAP11, SOAP12

XS = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
OTHER_VERSION = {
    "SOAP 1.1": "SOAP 1.2",
    "SOAP 1.2": "SOAP 1.1",
    "Soap11": "Soap12",
    "Soap12": "Soap11",
    "soap:": "soap12:",
    ":soap=": ":soap12=",
    "wsdl/soap/": "wsdl/soap12/",
}
"""What a WSDL of SOAP 1.1 says, and what it says for SOAP 1.2."""
NAMED_TYPES = {"ListElement", "String", "CustomerKey", "CustomerLoyaltyAccountKey", "CustomerLoyaltyAccount"}


def _schema(name: str) -> Any:
    return etree.parse(V1.folder / f"{name}.xsd").getroot()


def _wsdl(service: str) -> Any:
    return etree.parse(V1.folder / wsdl_file(service, SOAP11)).getroot()


def test_the_folder_holds_the_files_of_the_contract_and_no_others() -> None:
    assert sorted(path.name for path in V1.folder.iterdir()) == sorted([*FILES, "GUESSES.md"])


@pytest.mark.parametrize("service", SERVICES)
def test_the_contract_of_soap_1_2_is_that_of_soap_1_1_but_for_the_version(service: str) -> None:
    # So every rule that a test holds for the one holds for the other.
    text = (V1.folder / wsdl_file(service, SOAP11)).read_text(encoding="utf-8")
    other = re.sub("|".join(OTHER_VERSION), lambda match: OTHER_VERSION[match[0]], text)
    assert other == (V1.folder / wsdl_file(service, SOAP12)).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_element_says_how_often_it_occurs(name: str) -> None:
    schema = _schema(name)
    inner = [element for element in schema.iter(XS + "element", XS + "any") if element.getparent() is not schema]
    assert inner
    for element in inner:
        assert element.get("minOccurs") in {"0", "1"}, element.attrib
        assert element.get("maxOccurs") in {"1", "unbounded"}, element.attrib


def test_every_text_in_a_message_has_a_longest_length() -> None:
    # A second implementation resolves the types: the file is read as strict stacks would.
    schema: Any = xmlschema.XMLSchema(str(V1.folder / "ticket.xsd"))
    string = schema.meta_schema.types["string"]
    unbounded = {
        component.name
        for component in schema.maps.iter_components((xmlschema.XsdElement, xmlschema.XsdAttribute))
        if component.target_namespace in PREFIXES
        and component.type.is_simple()
        and component.type.is_derived(string)
        and component.type.max_length is None
    }
    assert not unbounded


def test_amounts_have_one_strict_pattern() -> None:
    patterns = {
        element.getparent().getparent().get("name"): element.get("value")
        for element in _schema("core").iter(XS + "pattern")
    }
    assert patterns["Amount"] == r"-?[0-9]{1,14}(\.[0-9]{1,4})?"
    assert patterns["Figure"] == r"-?[0-9]{1,18}(\.[0-9]{1,4})?"
    assert not list(_schema("retail").iter(XS + "pattern"))
    decimals = {element.get("type") for name in SCHEMAS for element in _schema(name).iter(XS + "element")}
    assert not decimals & {"xs:decimal", "xs:double", "xs:float", "xs:string", "xs:token", "xs:dateTime", "xs:date"}


@pytest.mark.parametrize("service", SERVICES)
def test_the_service_comes_last_with_one_port(service: str) -> None:
    root = _wsdl(service)
    order = [etree.QName(child).localname for child in root if isinstance(child.tag, str)]
    kinds = list(dict.fromkeys(order))
    assert kinds == ["documentation", "types", "message", "portType", "binding", "service"]
    ports = root.find(f"{WSDL}service").findall(f"{WSDL}port")
    assert [port.get("name") for port in ports] == [f"{service}HttpSoap11Endpoint"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_document_literal_wrapped(service: str) -> None:
    root = _wsdl(service)
    prefix = PREFIXES[part_of(service).namespace]
    names = [operation.get("name") for operation in root.find(f"{WSDL}portType").findall(f"{WSDL}operation")]
    assert len(names) == {"CustomerService": 3, "AccountBalanceService": 2, "PosTicketService": 4}[service]
    for name in names:
        parts = [
            [(part.get("name"), part.get("element")) for part in message]
            for message in root.findall(f"{WSDL}message")
            if message.get("name") in {f"{name}Request", f"{name}Response"}
        ]
        assert parts == [[("parameters", f"{prefix}:{name}")], [("parameters", f"{prefix}:{name}Response")]]
    for binding in root.findall(f"{WSDL}binding"):
        (style,) = {element.get("style") for element in binding.iter() if element.get("style")}
        (use,) = {element.get("use") for element in binding.iter() if element.get("use")}
        assert (style, use) == ("document", "literal")


@pytest.mark.parametrize("service", SERVICES)
def test_actions_are_absolute_and_name_the_operation(service: str) -> None:
    for operation in _wsdl(service).find(f"{WSDL}binding").findall(f"{WSDL}operation"):
        (action,) = [child.get("soapAction") for child in operation if child.get("soapAction")]
        assert action == f"{part_of(service).namespace}/{operation.get('name')}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_the_typed_fault_and_the_context_header(service: str) -> None:
    for binding in _wsdl(service).findall(f"{WSDL}binding"):
        for operation in binding.findall(f"{WSDL}operation"):
            assert [fault.get("name") for fault in operation.findall(f"{WSDL}fault")] == ["errorMessage"]
            headers = [element for element in operation.iter() if etree.QName(element).localname == "header"]
            assert [header.get("part") for header in headers] == ["requestContext"]


def test_the_types_that_replies_name_are_extensions_that_resolve() -> None:
    schema: Any = xmlschema.XMLSchema(str(V1.folder / "core.xsd"))
    types = schema.maps.types
    for namespace, name, base in (
        (CORE, "ListElement", "Element"),
        (CORE, "String", "Object"),
        (RETAIL, "CustomerKey", "Key"),
        (RETAIL, "CustomerLoyaltyAccountKey", "Key"),
    ):
        assert types[f"{{{namespace}}}{name}"].base_type.name == f"{{{CORE}}}{base}"


def test_every_name_that_could_be_a_vendors_is_in_the_table_of_guesses_and_no_other() -> None:
    table = (V1.folder / "GUESSES.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([^`]+)` \| `?([^`|]+?)`? \| (documented|documented in REST|guessed) \| \S.* \|$", table, re.MULTILINE
    )
    listed = [(name, where) for name, where, _ in rows]
    assert len(listed) == len(set(listed))
    assert set(listed) == _declared()


def _declared() -> set[tuple[str, str]]:
    declared = set()
    for prefix in ENACTOR.schemas:
        schema = _schema(prefix)
        for node in schema.iter(XS + "element", XS + "attribute"):
            if node.get("ref") is None:
                name = f"@{node.get('name')}" if node.tag == XS + "attribute" else f"{prefix}:{node.get('name')}"
                declared.add((name, _where(node, prefix)))
        for node in schema.findall(XS + "complexType"):
            if node.get("name") in NAMED_TYPES:
                declared.add((f"type {prefix}:{node.get('name')}", "xsi:type"))
    return declared


def _where(node: Any, prefix: str) -> str:
    owner = next(parent for parent in node.iterancestors() if parent.tag in {XS + "complexType", XS + "schema"})
    return "top level" if owner.tag == XS + "schema" else f"{prefix}:{owner.get('name')}"

"""WS-I Basic Profile 1.1, rule by rule: the contract keeps each, and each sees the break that is planted for it."""

import inspect
from typing import Any

import pytest

from tests.wsdl.contract import binding_rules, document_rules
from tests.wsdl.contract.description import Description, contract_texts
from wsdl.contract_versions import SERVICES

RULES: dict[str, Any] = {
    name.upper(): rule
    for module in (document_rules, binding_rules)
    for name, rule in inspect.getmembers(module, inspect.isfunction)
    if name.startswith("r")
}
WSDL = "CustomerService.wsdl"
TYPES = "  <wsdl:types>\n"
ADDRESS = "http://localhost:8080/axis2/services/CustomerService.CustomerServiceHttpSoap11Endpoint"
SECOND_PORT = (
    '<wsdl:port name="Second" binding="core:CustomerServiceSoap11Binding">'
    f'<soap:address location="{ADDRESS}"/></wsdl:port></wsdl:service>'
)
FAULT = '<wsdl:fault name="errorMessage"><soap:fault name="errorMessage" use="literal"/></wsdl:fault>'
CONTEXT = 'element="core:requestContext"'
HEADER = '<soap:header message="core:requestContextHeader" part="requestContext" use="literal"/>'
BODY = '<soap:body use="literal"/>'
SEARCH = 'element="core:submitCustomerNameSearch"/>'
STRING = '<xs:extension base="core:Object"/>'


def _import(namespace: str, location: str) -> str:
    return f'<wsdl:import namespace="{namespace}" location="{location}"/>'


BREAKS: dict[str, tuple[str, str, str]] = {
    "R2001": (WSDL, TYPES, _import("http://www.enactor.com/core", "core.xsd") + TYPES),
    "R2002": (WSDL, TYPES, _import("http://www.enactor.com/core", "core.xsd") + TYPES),
    "R2003": (WSDL, TYPES, TYPES + '<xs:import namespace="urn:x"/>'),
    "R2004": (WSDL, 'schemaLocation="core.xsd"', 'schemaLocation="AccountBalanceService.wsdl"'),
    "R2005": (WSDL, TYPES, _import("urn:x", "AccountBalanceService.wsdl") + TYPES),
    "R2007": (WSDL, TYPES, _import("http://www.enactor.com/core", "") + TYPES),
    "R2803": (WSDL, TYPES, _import("core", "AccountBalanceService.wsdl") + TYPES),
    "R2022": (
        WSDL,
        "</wsdl:types>",
        "</wsdl:types>" + _import("http://www.enactor.com/core", "AccountBalanceService.wsdl"),
    ),
    "R2023": (WSDL, TYPES, '<wsdl:message name="early"/>' + TYPES),
    "R2026": (WSDL, "<soap:binding ", '<soap:binding wsdl:required="true" '),
    "R2028": (WSDL, "<wsdl:part name=", "<wsdl:part nome="),
    "R2029": (WSDL, 'style="document" transport', 'style="documents" transport'),
    "R4003": (WSDL, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
    "R4004": ("core.xsd", '<?xml version="1.0"', '<?xml version="1.1"'),
    "R4005": (WSDL, " targetNamespace=", ' xmlns:xml="http://www.w3.org/XML/1998/namespace" targetNamespace='),
    "R2101": (WSDL, CONTEXT, 'xmlns:o="urn:o" element="o:requestContext"'),
    "R2102": ("core.xsd", '<xs:import namespace="http://www.enactor.com/retail" schemaLocation="retail.xsd"/>', ""),
    "R2105": (WSDL, "</xs:schema>", '<xs:element name="x" type="xs:string"/></xs:schema>'),
    "R2110": ("core.xsd", STRING, f'<xs:extension xmlns:e="{document_rules.SOAPENC}" base="e:Array"/>'),
    "R2111": (
        "core.xsd",
        STRING,
        f'{STRING[:-2]}><xs:attribute name="a" xmlns:w="http://schemas.xmlsoap.org/wsdl/" w:arrayType="x"/></xs:extension>',
    ),
    "R2112": ("retail.xsd", 'name="emailAddresses"', 'name="ArrayOfEmailAddress"'),
    "R2801": ("core.xsd", "<xs:sequence/>", '<xs:sequence/><xs:assert test="true()"/>'),
    "R2201": (WSDL, BODY, BODY.replace(" use", ' parts="parameters more" use')),
    "R2204": (WSDL, SEARCH, 'type="xs:string"/>'),
    "R2205": (WSDL, CONTEXT, 'type="core:RequestContext"'),
    "R2206": (WSDL, CONTEXT, 'element="core:requestContexts"'),
    "R2209": (WSDL, SEARCH, f'{SEARCH}<wsdl:part name="more" {CONTEXT}/>'),
    "R2210": (WSDL, SEARCH, f'{SEARCH}<wsdl:part name="more" {CONTEXT}/>'),
    "R2303": (WSDL, '<wsdl:input message="core:submitCustomerNameSearchRequest"/>', ""),
    "R2304": (
        WSDL,
        '<wsdl:operation name="submitLoyaltyAccountSearch">',
        '<wsdl:operation name="submitCustomerNameSearch">',
    ),
    "R2306": (WSDL, CONTEXT, f'{CONTEXT} type="xs:string"'),
    "R2401": (WSDL, "http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/"),
    "R2701": (WSDL, ' transport="http://schemas.xmlsoap.org/soap/http"', ""),
    "R2702": (WSDL, "schemas.xmlsoap.org/soap/http", "schemas.xmlsoap.org/soap/smtp"),
    "R2705": (WSDL, 'NameSearch" style="document"', 'NameSearch" style="rpc"'),
    "R2706": (WSDL, BODY, BODY.replace("literal", "encoded")),
    "R2710": (WSDL, SEARCH, 'element="core:submitCustomerPostcodeSearch"/>'),
    "R2711": (WSDL, "</wsdl:service>", SECOND_PORT),
    "R2716": (WSDL, BODY, BODY.replace(" use", ' namespace="urn:x" use')),
    "R2718": (
        WSDL,
        '<wsdl:operation name="submitLoyaltyAccountSearch">\n      <soap',
        '<wsdl:operation name="other">\n      <soap',
    ),
    "R2720": (WSDL, HEADER, HEADER.replace(' part="requestContext"', "")),
    "R2749": (WSDL, HEADER, HEADER.replace("part=", 'parts="requestContext" part=')),
    "R2721": (WSDL, FAULT, FAULT.replace('<soap:fault name="errorMessage"', "<soap:fault")),
    "R2754": (WSDL, FAULT, FAULT.replace('soap:fault name="errorMessage"', 'soap:fault name="other"')),
    "R2723": (WSDL, FAULT, FAULT.replace("literal", "encoded")),
    "R2740": (WSDL, FAULT, ""),
}
"""For each rule a file, a text in it, and what a break puts in its place."""


def test_every_rule_has_a_break() -> None:
    assert len(RULES) > 40
    assert RULES.keys() == BREAKS.keys()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("rule", RULES)
def test_the_contract_keeps(rule: str, service: str) -> None:
    assert not list(RULES[rule](Description(contract_texts(), f"{service}.wsdl")))


@pytest.mark.parametrize("rule", BREAKS)
def test_a_break_is_seen_of(rule: str) -> None:
    assert list(RULES[rule](Description(contract_texts(), WSDL).broken(*BREAKS[rule])))

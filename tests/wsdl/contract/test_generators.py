"""What generators demand, demand by demand: the contract keeps each, and each sees the break that is planted for it."""

import inspect
from typing import Any

import pytest

from tests.wsdl.contract import generator_rules
from tests.wsdl.contract.description import Description, contract_texts
from wsdl.contract_versions import SERVICES

RULES: dict[str, Any] = {
    name: rule
    for name, rule in inspect.getmembers(generator_rules, inspect.isfunction)
    if rule.__module__ == generator_rules.__name__ and not name.startswith("_")
}
WSDL = "CustomerService.wsdl"
SEARCH_WRAPPER = '<xs:element name="submitCustomerNameSearch">\n    <xs:complexType>'
REQUEST = '<xs:element ref="retail:customerNameSearchRequest" minOccurs="1" maxOccurs="1"/>'
ROW_COUNT = '<xs:element name="rowCount" type="xs:int" minOccurs="0" maxOccurs="1"/>'
ANY = '<xs:any namespace="##any" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>'
BREAKS: dict[str, tuple[str, str, str]] = {
    "wrapped_form": ("core.xsd", SEARCH_WRAPPER, SEARCH_WRAPPER.replace("complexType", 'complexType mixed="true"')),
    "no_operation_without_an_argument": ("core.xsd", REQUEST, REQUEST.replace('minOccurs="1"', 'minOccurs="0"')),
    "plain_constructs": ("core.xsd", "<xs:sequence/>", "<xs:choice/>"),
    "qualified_elements": ("retail.xsd", 'elementFormDefault="qualified"', 'elementFormDefault="unqualified"'),
    "nothing_nillable": ("core.xsd", ROW_COUNT, ROW_COUNT.replace("type=", 'nillable="true" type=')),
    "no_defaults": ("core.xsd", ROW_COUNT, ROW_COUNT.replace("type=", 'default="20" type=')),
    "no_array_of_arrays": (
        "retail.xsd",
        'name="address" type="retail:Address"',
        'name="address" type="retail:Messages"',
    ),
    "one_name_for_one_class": ("retail.xsd", 'complexType name="Message"', 'complexType name="errorMessage"'),
    "names_are_identifiers": ("core.xsd", 'name="rowCount"', 'name="row-count"'),
    "no_member_clashes": ("core.xsd", 'name="totalRowsCapped"', 'name="totalRowsSpecified"'),
    "wildcards_end_a_type": ("retail.xsd", ANY, f'{ANY}<xs:element name="last" type="xs:int"/>'),
    "one_absolute_action_for_each_operation": (WSDL, 'soapAction="http://www.enactor.com/core/', 'soapAction="urn:'),
    "one_endpoint": (WSDL, "</wsdl:service>", '<wsdl:port name="b" binding="core:x"/></wsdl:service>'),
    "only_known_prefixes": (
        WSDL,
        "    xmlns:xs=",
        '    xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xs=',
    ),
    "every_prefix_is_used": (WSDL, "    xmlns:xs=", '    xmlns:tns="http://www.enactor.com/core" xmlns:xs='),
    "no_parameter_order": (WSDL, '<wsdl:operation name="s', '<wsdl:operation parameterOrder="parameters" name="s'),
    "a_typed_fault_of_simple_members": (
        "core.xsd",
        'name="advice" type="core:LongText"',
        'name="advice" type="core:Key"',
    ),
    "the_service_comes_last": (WSDL, "</wsdl:definitions>", "<wsdl:message name='late'/></wsdl:definitions>"),
    "no_name_of_the_workshop": ("retail.xsd", 'targetNamespace="', 'xmlns:a="spyne.model.primitive" targetNamespace="'),
}
"""For each demand a file, a text in it, and what a break puts in its place."""


def test_every_demand_has_a_break() -> None:
    assert RULES.keys() == BREAKS.keys()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("rule", RULES)
def test_the_contract_keeps(rule: str, service: str) -> None:
    assert not list(RULES[rule](Description(contract_texts(), f"{service}.wsdl")))


@pytest.mark.parametrize("rule", BREAKS)
def test_a_break_is_seen_of(rule: str) -> None:
    assert list(RULES[rule](Description(contract_texts(), WSDL).broken(*BREAKS[rule])))

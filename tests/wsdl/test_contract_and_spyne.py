"""Spyne's declared services say what the contract says."""

import math
from typing import Any

import pytest
from lxml import etree

from wsdl.contract import Contract
from wsdl.contract_versions import SERVICES, V1, part_of
from wsdl.names import PREFIXES, VERSIONS
from wsdl.spyne_application import spyne_applications

XS = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
APPLICATIONS = spyne_applications(Contract())


def _declared(service: str, version: Any) -> dict[str, Any]:
    interface = APPLICATIONS[service, version].app.interface
    return {
        method.operation_name: method for descriptors in interface.service_method_map.values() for method in descriptors
    }


def _operations(service: str) -> list[str]:
    port_type = etree.parse(V1.folder / f"{service}.wsdl").getroot().find(f"{WSDL}portType")
    assert port_type is not None
    return [str(operation.get("name")) for operation in port_type.findall(f"{WSDL}operation")]


def _type(prefix: str, name: str) -> Any:
    (found,) = etree.parse(V1.folder / f"{prefix}.xsd").getroot().findall(f"{XS}complexType[@name='{name}']")
    return found


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_operations_and_wrappers_are_those_of_the_wsdl(service: str, version: Any) -> None:
    declared = _declared(service, version)
    assert sorted(declared) == sorted(_operations(service))
    namespace = part_of(service).namespace
    schema = etree.parse(V1.folder / f"{PREFIXES[namespace]}.xsd").getroot()
    for name, method in declared.items():
        wrapper = method.in_message
        assert (wrapper.get_namespace(), wrapper.get_type_name()) == (namespace, name)
        (element,) = schema.findall(f"{XS}element[@name='{name}']")
        (request,) = [node.get("ref") for node in element.iter(XS + "element") if node.get("ref")]
        (member,) = wrapper.get_flat_type_info(wrapper).items()
        assert f"{PREFIXES[member[1].get_namespace()]}:{member[0]}" == request


@pytest.mark.parametrize("operation", [(service, name) for service in SERVICES for name in _operations(service)])
def test_request_objects_have_the_members_of_the_schema(operation: tuple[str, str]) -> None:
    service, name = operation
    wrapper = _declared(service, VERSIONS[0])[name].in_message
    (request,) = wrapper.get_flat_type_info(wrapper).values()
    _hold_together(request)


def _hold_together(model: Any) -> None:
    """The Spyne type and the contract's type of the same name: members, order, occurrence, types; and so on inwards."""
    prefix = PREFIXES[model.get_namespace()]
    expected = []
    for element in _type(prefix, model.get_type_name()).iter(XS + "element"):
        name = element.get("name") or element.get("ref").partition(":")[2]
        expected.append((name, element.get("minOccurs"), element.get("maxOccurs"), _type_name(element)))
    members = model.get_flat_type_info(model)
    declared = [
        (name, str(member.Attributes.min_occurs), _at_most(member), member.get_type_name())
        for name, member in members.items()
    ]
    assert declared == expected
    assert not any(member.Attributes.nillable for member in members.values())
    for member in members.values():
        if hasattr(member, "get_flat_type_info"):
            _hold_together(member)


def _at_most(member: Any) -> str:
    at_most = member.Attributes.max_occurs
    return "unbounded" if at_most == math.inf else str(at_most)


def _type_name(element: Any) -> str:
    """The local name of an element's type; a reference is followed to the top-level element."""
    if element.get("ref"):
        prefix, _, name = element.get("ref").partition(":")
        (element,) = etree.parse(V1.folder / f"{prefix}.xsd").getroot().findall(f"{XS}element[@name='{name}']")
    return str(element.get("type").partition(":")[2])

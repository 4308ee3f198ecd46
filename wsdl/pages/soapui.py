"""A SoapUI project of a service: an interface for each version of SOAP, with every operation's example request.

The form is that of the projects that SoapUI writes (its soapui.xsd): the description is kept inside, so that a project
opens where the gateway can't be reached.
"""

import uuid

from lxml import etree

from wsdl.contract_versions import part_of
from wsdl.names import CORE, VERSIONS, XSI, SoapVersion
from wsdl.pages.description import Operation, Service
from wsdl.pages.place import Place

_CONFIG = "http://eviware.com/soapui/config"
_WSDL = "http://schemas.xmlsoap.org/wsdl/"
_PROPERTIES = ("username", "password")


def soapui_project(service: Service, place: Place) -> bytes:
    """The project. Its properties `username` and `password` are empty: a till's credentials go there."""
    name = f"{service.name} {service.version}"
    project = etree.Element(
        _con("soapui-project"),
        {"id": _id(name), "name": name, "resourceRoot": "", "soapui-version": "5.7.2"},
        nsmap={"con": _CONFIG, "xsi": XSI},
    )
    _add(project, "description", f"{service.lead} Set the project's properties username and password.")
    _add(project, "settings")
    for soap in VERSIONS:
        _add_interface(project, service, place, soap)
    properties = _add(project, "properties")
    for key in _PROPERTIES:
        each = _add(properties, "property")
        _add(each, "name", key)
        _add(each, "value")
    _add(project, "wssContainer")
    return etree.tostring(project, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add_interface(project: etree._Element, service: Service, place: Place, soap: SoapVersion) -> None:
    digits = soap.number.replace(".", "")
    binding = f"{service.name}Soap{digits}Binding"
    definition = f"{place.endpoint(service.name, soap)}?singleWsdl"
    interface = _add(
        project,
        "interface",
        id=_id(f"{service.name} {service.version} {binding}"),
        wsaVersion="NONE",
        name=binding,
        type="wsdl",
        bindingName=f"{{{part_of(service.name).namespace}}}{binding}",
        soapVersion=soap.number.replace(".", "_"),
        anonymous="optional",
        definition=definition,
    )
    interface.set(f"{{{XSI}}}type", "con:WsdlInterface")
    _add(interface, "settings")
    part = _add(_add(interface, "definitionCache", type="TEXT", rootPart=definition), "part")
    _add(part, "url", definition)
    _add(part, "content").text = etree.CDATA(place.self_contained(service.name, soap).decode())
    _add(part, "type", _WSDL)
    _add(_add(interface, "endpoints"), "endpoint", place.endpoint(service.name, soap))
    for operation in service.operations:
        _add_operation(interface, operation, place.endpoint(service.name, soap), soap)


def _add_operation(interface: etree._Element, operation: Operation, endpoint: str, soap: SoapVersion) -> None:
    element = _add(
        interface,
        "operation",
        id=_id(f"{interface.get('id')} {operation.name}"),
        isOneWay="false",
        action=operation.action,
        name=operation.name,
        bindingOperationName=operation.name,
        type="Request-Response",
        inputName="",
        outputName="",
        receivesAttachments="false",
        sendsAttachments="false",
        anonymous="optional",
    )
    _add(element, "description", operation.says)
    _add(element, "settings")
    call = _add(element, "call", id=_id(f"{element.get('id')} call"), name="Example")
    _add(call, "description", operation.request.note)
    _add(call, "settings")
    _add(call, "encoding", "UTF-8")
    _add(call, "endpoint", endpoint)
    _add(call, "request").text = etree.CDATA(operation.request.over(soap))
    credentials = _add(call, "credentials")
    for key in _PROPERTIES:
        _add(credentials, key, f"${{#Project#{key}}}")
    _add(credentials, "authType", "Preemptive")
    _add(call, "wsaConfig", mustUnderstand="NONE", version="200508", action=operation.action)


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _con(tag), attributes)
    element.text = text
    return element


def _con(tag: str) -> str:
    return f"{{{_CONFIG}}}{tag}"


def _id(of: str) -> str:
    """An id that is the same at every start, so that a project that is fetched again replaces the one before."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{CORE} {of}"))

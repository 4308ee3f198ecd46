"""Writes faults, in both versions of SOAP, with the typed error inside the detail."""

from http import HTTPStatus

from lxml import etree

from wsdl.faults import MESSAGE_BASE, Fault
from wsdl.names import CORE, SOAP11, SOAP12, XML, core
from wsdl.refusal import FaultKind
from wsdl.replies.elements import envelope, flag_text, plain, text

FIELD_LIMIT = 100
"""How much of the name of a field a fault repeats, in characters."""
SOAP12_CODES = {FaultKind.CLIENT: "Sender", FaultKind.SERVER: "Receiver"}
"""The codes that SOAP 1.2 calls otherwise; only these are followed by the error's own code."""


def fault_document(fault: Fault) -> etree._Element:
    """The whole envelope of a fault."""
    root, body = envelope(fault.version, prefixes={"core": CORE})
    if fault.version is SOAP11:
        _soap11(body, fault)
    else:
        if fault.not_understood or fault.kind is FaultKind.VERSION_MISMATCH:
            _soap12_header(root, fault)
        _soap12(body, fault)
    return root


def fault_bytes(fault: Fault) -> bytes:
    """The fault as it goes over the wire."""
    return etree.tostring(fault_document(fault), encoding="UTF-8", xml_declaration=True)


def fault_headers(fault: Fault, length: int) -> list[tuple[str, str]]:
    """The HTTP headers of a fault; faults are never cached."""
    return [
        ("Content-Type", f"{fault.version.media_type}; charset=utf-8"),
        ("Content-Length", str(length)),
        ("Cache-Control", "no-store"),
        *fault.headers,
    ]


def status_line(status: int) -> str:
    """An HTTP status as WSGI has it."""
    return f"{status} {HTTPStatus(status).phrase}"


def _soap11(body: etree._Element, fault: Fault) -> None:
    element = etree.SubElement(body, SOAP11.tag("Fault"))
    dotted = f".{fault.error.code}" if fault.kind in SOAP12_CODES else ""
    plain(element, "faultcode", f"soapenv:{fault.kind.value}{dotted}")
    plain(element, "faultstring", fault.error.sentence)
    _detail(plain(element, "detail"), fault)


def _soap12(body: etree._Element, fault: Fault) -> None:
    element = etree.SubElement(body, SOAP12.tag("Fault"))
    code = etree.SubElement(element, SOAP12.tag("Code"))
    text(code, SOAP12.tag("Value"), f"soapenv:{SOAP12_CODES.get(fault.kind, fault.kind.value)}")
    if fault.kind in SOAP12_CODES:
        text(etree.SubElement(code, SOAP12.tag("Subcode")), SOAP12.tag("Value"), f"core:{fault.error.code}")
    reason = etree.SubElement(element, SOAP12.tag("Reason"))
    text(reason, SOAP12.tag("Text"), fault.error.sentence).set(f"{{{XML}}}lang", "en")
    _detail(etree.SubElement(element, SOAP12.tag("Detail")), fault)


def _soap12_header(root: etree._Element, fault: Fault) -> None:
    """What SOAP 1.2 asks for beside the fault: the blocks not understood, or the versions that are spoken here."""
    header = root.makeelement(SOAP12.tag("Header"))
    root.insert(0, header)
    if fault.kind is FaultKind.VERSION_MISMATCH:
        upgrade = etree.SubElement(header, SOAP12.tag("Upgrade"))
        for version in (SOAP12, SOAP11):
            _named(upgrade, "SupportedEnvelope", version.tag("Envelope"))
    for name in fault.not_understood:
        _named(header, "NotUnderstood", name)


def _named(parent: etree._Element, local: str, name: str) -> None:
    """Append an element whose attribute qname holds a name, with a prefix that is declared on the element itself."""
    namespace = etree.QName(name).namespace
    prefix = "named" if namespace else ""
    element = etree.SubElement(parent, SOAP12.tag(local), nsmap={prefix: namespace} if namespace else None)
    # A prefix that the namespace has already is kept instead of the new one.
    prefix = next((known for known, uri in element.nsmap.items() if uri == namespace and known), prefix)
    element.set("qname", f"{prefix}:{etree.QName(name).localname}" if namespace else etree.QName(name).localname)


def _detail(detail: etree._Element, fault: Fault) -> None:
    error = etree.SubElement(detail, core("errorMessage"))
    text(error, core("errorCode"), fault.error.code)
    text(error, core("messageBase"), MESSAGE_BASE)
    text(error, core("messageId"), fault.error.code)
    text(error, core("messageText"), fault.error.sentence)
    text(error, core("correlationId"), fault.correlation_id)
    if fault.error.moved is not None:
        text(error, core("moved"), flag_text(fault.error.moved))
    text(error, core("advice"), fault.error.advice.value)
    if fault.error.field:
        text(error, core("field"), fault.error.field[:FIELD_LIMIT])

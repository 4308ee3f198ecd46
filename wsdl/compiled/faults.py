"""Faults as text; `wsdl/fault_writer.py` writes the same as trees."""

from wsdl import fault_writer
from wsdl.compiled.markup import element, escaped, optional
from wsdl.fault_writer import FIELD_LIMIT, SOAP12_CODES
from wsdl.faults import MESSAGE_BASE, Fault
from wsdl.names import CORE, SOAP11, VERSIONS
from wsdl.refusal import FaultKind
from wsdl.replies.elements import flag_text

_BEGIN = {
    version: (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<soapenv:Envelope xmlns:soapenv="{version.namespace}" xmlns:core="{CORE}"><soapenv:Body><soapenv:Fault>'
    )
    for version in VERSIONS
}
_END = "</soapenv:Fault></soapenv:Body></soapenv:Envelope>"


def fault_bytes(fault: Fault) -> bytes:
    """The fault as it goes over the wire; one that needs a SOAP header is left to the reference."""
    if fault.not_understood or fault.kind is FaultKind.VERSION_MISMATCH:
        return fault_writer.fault_bytes(fault)
    inside = _soap11(fault) if fault.version is SOAP11 else _soap12(fault)
    return f"{_BEGIN[fault.version]}{inside}{_END}".encode()


def _soap11(fault: Fault) -> str:
    dotted = f".{fault.error.code}" if fault.kind in SOAP12_CODES else ""
    return (
        f"{element('faultcode', f'soapenv:{fault.kind.value}{dotted}')}"
        f"{element('faultstring', fault.error.sentence)}<detail>{_detail(fault)}</detail>"
    )


def _soap12(fault: Fault) -> str:
    code = element("soapenv:Value", f"soapenv:{SOAP12_CODES.get(fault.kind, fault.kind.value)}")
    if fault.kind in SOAP12_CODES:
        code += f"<soapenv:Subcode>{element('soapenv:Value', f'core:{fault.error.code}')}</soapenv:Subcode>"
    reason = f'<soapenv:Text xml:lang="en">{escaped(fault.error.sentence)}</soapenv:Text>'
    return (
        f"<soapenv:Code>{code}</soapenv:Code><soapenv:Reason>{reason}</soapenv:Reason>"
        f"<soapenv:Detail>{_detail(fault)}</soapenv:Detail>"
    )


def _detail(fault: Fault) -> str:
    error = fault.error
    moved = "" if error.moved is None else element("core:moved", flag_text(error.moved))
    return (
        f"<core:errorMessage>{element('core:errorCode', error.code)}{element('core:messageBase', MESSAGE_BASE)}"
        f"{element('core:messageId', error.code)}{element('core:messageText', error.sentence)}"
        f"{element('core:correlationId', fault.correlation_id)}{moved}{element('core:advice', error.advice.value)}"
        f"{optional('core:field', error.field[:FIELD_LIMIT])}</core:errorMessage>"
    )

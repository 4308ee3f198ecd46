"""Takes an envelope apart: version, header blocks, the one child of the body."""

from typing import NamedTuple

from lxml import etree

from domain.errors import InvalidInput
from wsdl.names import SOAP12, VERSIONS, SoapVersion
from wsdl.refusal import FaultKind, SoapRefusal


class Envelope(NamedTuple):
    """A SOAP message taken apart: its header blocks and the element that names the operation."""

    version: SoapVersion
    header_blocks: tuple[etree._Element, ...]
    operation: etree._Element


def open_envelope(root: etree._Element, version: SoapVersion) -> Envelope:
    """The parts of a message; `version` is the one that the Content-Type says.

    Raises `SoapRefusal`: VersionMismatch for an envelope of another version, Client for any other shape.
    """
    if root.tag != version.tag("Envelope"):
        raise _no_envelope(root, version)
    parts = _elements(root)
    # SOAP 1.1 asks for qualified attributes on the Envelope only; stacks that sign put a plain Id on its Body.
    for element in (root, *parts) if version is SOAP12 else (root,):
        names = element.keys()
        if names and any("}" not in name for name in names):
            raise SoapRefusal(InvalidInput("The attributes of the Envelope must have a namespace; leave others out."))
    header = parts.pop(0) if parts and parts[0].tag == version.tag("Header") else None
    if len(parts) != 1 or parts[0].tag != version.tag("Body"):
        raise SoapRefusal(InvalidInput("The Envelope must hold at most one Header, then one Body, and nothing else."))
    operations = _elements(parts[0])
    if len(operations) != 1:
        raise SoapRefusal(InvalidInput("The Body must hold exactly one element, the operation."))
    if operations[0].tag == version.tag("Fault"):
        raise SoapRefusal(InvalidInput("The Body holds a Fault; send a request."))
    blocks = () if header is None else tuple(_elements(header))
    return Envelope(version, blocks, operations[0])


def _elements(parent: etree._Element) -> list[etree._Element]:
    """The child elements, comments left out; raises `SoapRefusal` for text between them."""
    children = list(parent)
    for text in (parent.text, *[child.tail for child in children]):
        if text and text.strip():
            raise SoapRefusal(InvalidInput("There is text in the Envelope outside of any value."))
    # The tag of a comment or an instruction is the function that makes one.
    return [child for child in children if not callable(child.tag)]


def _no_envelope(root: etree._Element, version: SoapVersion) -> SoapRefusal:
    name = etree.QName(root)
    if name.localname != "Envelope":
        return SoapRefusal(InvalidInput(f"The body is not a SOAP envelope; send a SOAP {version.number} Envelope."))
    other = next((known for known in VERSIONS if known.namespace == name.namespace), None)
    sentence = (
        f"The envelope is SOAP {other.number}, the Content-Type says SOAP {version.number}; make them agree."
        if other
        else f"The envelope's namespace is that of no SOAP version; for SOAP {version.number} it is {version.namespace}."
    )
    return SoapRefusal(InvalidInput(sentence), kind=FaultKind.VERSION_MISMATCH)

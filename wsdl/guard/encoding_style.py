"""The attribute encodingStyle: this contract is literal, and speaks no encoding."""

from lxml import etree

from domain.errors import InvalidInput
from wsdl.guard.envelope import Envelope
from wsdl.names import SOAP11, SOAP12
from wsdl.refusal import FaultKind, SoapRefusal

_NONE = {SOAP11: "", SOAP12: f"{SOAP12.namespace}/encoding/none"}
"""The value by which each version says that nothing is claimed about the encoding."""


def take_encoding_style_away(root: etree._Element, envelope: Envelope) -> None:
    """Remove what claims no encoding from the operation; the contract does not know the attribute.

    Raises `SoapRefusal` for an encoding on or in the operation, and in SOAP 1.2 for the attribute where that version
    forbids it: on the Envelope and on its Header and Body. SOAP 1.1 allows it there, and nothing is made of it.
    """
    attribute = envelope.version.tag("encodingStyle")
    if envelope.version is SOAP12 and any(
        element.get(attribute) is not None for element in (root, *root.iterchildren("*"))
    ):
        raise SoapRefusal(InvalidInput("SOAP 1.2 allows no encodingStyle on Envelope, Header and Body; leave it out."))
    for element in envelope.operation.iter("*"):
        style = element.get(attribute)
        if style is None:
            continue
        if style.strip() == _NONE[envelope.version]:
            del element.attrib[attribute]
        else:
            raise SoapRefusal(
                InvalidInput("The contract is document/literal and knows no encodingStyle; leave it out."),
                kind=FaultKind.DATA_ENCODING_UNKNOWN if envelope.version is SOAP12 else FaultKind.CLIENT,
            )

"""The mustUnderstand rule: a header block that must be understood and is not refuses the message."""

from collections.abc import Iterable

from lxml import etree

from domain.errors import InvalidInput
from wsdl.names import WSSE, WSU, SoapVersion, core
from wsdl.refusal import FaultKind, SoapRefusal

REQUEST_CONTEXT = core("requestContext")
SECURITY = f"{{{WSSE}}}Security"
_SECURITY_PARTS = frozenset({f"{{{WSSE}}}UsernameToken", f"{{{WSU}}}Timestamp"})
_YES = frozenset({"1", "true"})
_BOOLEANS = _YES | {"", "0", "false"}


def own_blocks(blocks: Iterable[etree._Element], version: SoapVersion) -> list[etree._Element]:
    """The header blocks that are for this receiver and understood by it.

    Raises `SoapRefusal` (MustUnderstand) where a block is for this receiver, must be understood and is not: an unknown
    name, or security of another kind than a UsernameToken. Other blocks are left alone, as SOAP says.
    """
    own: list[etree._Element] = []
    missed: list[str] = []
    role, must_understand = version.tag(version.role_attribute), version.tag("mustUnderstand")
    for block in blocks:
        if (block.get(role) or "").strip() not in version.own_roles:
            continue
        must_be_understood = _is_true(block.get(must_understand) or "")
        if _understood(block):
            own.append(block)
        elif must_be_understood:
            missed.append(block.tag)
    if missed:
        raise SoapRefusal(
            InvalidInput(
                "A SOAP header that must be understood is not known here; known are core:requestContext and "
                "wsse:Security with a UsernameToken."
            ),
            kind=FaultKind.MUST_UNDERSTAND,
            not_understood=missed,
        )
    return own


def _understood(block: etree._Element) -> bool:
    if block.tag == SECURITY:
        return all(part.tag in _SECURITY_PARTS for part in block.iterchildren("*"))
    return bool(block.tag == REQUEST_CONTEXT)


def _is_true(text: str) -> bool:
    value = text.strip()
    if value not in _BOOLEANS:
        raise SoapRefusal(InvalidInput("mustUnderstand must be 0, 1, true or false."))
    return value in _YES

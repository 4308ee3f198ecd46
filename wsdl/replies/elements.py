"""The few moves of which every reply is made."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from lxml import etree

from wsdl.names import CORE, RETAIL, XSI, SoapVersion

PREFIXES = {"core": CORE, "retail": RETAIL, "xsi": XSI}
"""Declared on every reply, used or not, because values of xsi:type use them too."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def envelope(version: SoapVersion, prefixes: dict[str, str]) -> tuple[etree._Element, etree._Element]:
    """An envelope with an empty body, and that body."""
    root = etree.Element(version.tag("Envelope"), nsmap={"soapenv": version.namespace, **prefixes})
    return root, etree.SubElement(root, version.tag("Body"))


def text(parent: etree._Element, tag: str, value: str) -> etree._Element:
    """Append an element with this text; a character that XML can't carry becomes U+FFFD rather than a broken reply."""
    element = etree.SubElement(parent, tag)
    try:
        element.text = value
    except ValueError:
        element.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value)
    return element


def optional(parent: etree._Element, tag: str, value: str | None) -> None:
    """Append an element with this text, unless there is none."""
    if value:
        text(parent, tag, value)


def plain(parent: etree._Element, local: str, value: str = "") -> etree._Element:
    """Append an element without namespace, as the children of a SOAP 1.1 fault are."""
    return text(parent, local, value)


def typed(element: etree._Element, type_name: str) -> None:
    """Say an element's type, for example core:String."""
    element.set(f"{{{XSI}}}type", type_name)


def amount_text(amount: Decimal) -> str:
    """An amount in digits, never with an exponent, never minus zero."""
    return f"{amount + 0:f}"


def moment_text(moment: datetime) -> str:
    """An aware time as xs:dateTime in UTC, to the millisecond."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    # Half the time of isoformat, which asks for the offset.
    return _MOMENT % (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond // 1000)


_MOMENT = "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ"


def flag_text(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    """A boolean as XML writes it."""
    return "true" if value else "false"

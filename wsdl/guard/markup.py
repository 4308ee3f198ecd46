"""What SOAP forbids in the XML of a message, and what no honest message has."""

import re

from lxml import etree

from domain.errors import InvalidInput, TooLarge
from wsdl.guard.limits import Limits
from wsdl.refusal import SoapRefusal

_FIRST_ELEMENT = re.compile(rb"<[^!?\s]")
_BODY = re.compile(rb"<(?:[^\s<>/:]+:)?Body[\s/>]")
_BODY_TAG_BYTES = 64


class MarkupCheck:
    """Checks a document's markup: before parsing what bytes can tell, after it the rest."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        levels = "/*" * (limits.depth + 1)
        self._too_deep = etree.XPath(f"boolean({levels})")
        # Counted by libxml2 in one pass: reading one such element's attributes in Python is quadratic.
        self._too_many_attributes = etree.XPath(f"boolean(//*[count(@*) > {limits.attributes}])")
        # The first is enough: libxml2 takes quadratic time to gather all of them.
        self._instruction = etree.XPath("boolean(/descendant::processing-instruction()[1])")
        self._split_value = etree.XPath("boolean(//*[comment() and text()[normalize-space()]])")

    def is_plain(self, utf8: bytes) -> bool:
        """Whether the bytes alone show that nothing is left for `after_parsing` to find, as they do for what tills send.

        Without "<!" there is no comment and no DOCTYPE, without "<?" but for the declaration no instruction. No element
        has more attributes than the document has "=", and none nests deeper than one more than there are end tags.
        """
        return (
            b"<!" not in utf8
            and utf8.find(b"<?", utf8.startswith(b"<?xml ")) < 0
            and utf8.count(b"=") <= self._limits.attributes
            and utf8.count(b"</") < self._limits.depth
        )

    def before_parsing(self, utf8: bytes) -> None:
        """Raise `SoapRefusal` for a DOCTYPE, for a flood of namespace declarations and for a huge header."""
        if b"<!DOCTYPE" in utf8:
            first = _FIRST_ELEMENT.search(utf8)
            if b"<!DOCTYPE" in utf8[: first.start() if first else None]:
                raise _doctype()
        if utf8.count(b"xmlns") > self._limits.namespaces:
            raise SoapRefusal(TooLarge(f"The message declares more than {self._limits.namespaces} namespaces."))
        most = self._limits.header_bytes
        if len(utf8) > most and _BODY.search(utf8, 0, most + _BODY_TAG_BYTES) is None:
            raise SoapRefusal(TooLarge(f"There are more than {most} bytes before the SOAP Body."))

    def after_parsing(self, root: etree._Element) -> None:
        """Raise `SoapRefusal` for what a parsed document may not have: bounds first, for they make the rest cheap."""
        if self._too_many_attributes(root):
            raise SoapRefusal(TooLarge(f"An element has more than {self._limits.attributes} attributes."))
        if self._too_deep(root):
            raise SoapRefusal(TooLarge(f"The elements nest deeper than {self._limits.depth} levels."))
        if root.getroottree().docinfo.internalDTD is not None:
            raise _doctype()
        if self._instruction(root):
            raise SoapRefusal(InvalidInput("SOAP allows no processing instructions; leave them out."))
        if self._split_value(root):
            raise SoapRefusal(InvalidInput("A value has an XML comment in it; leave comments out of values."))


def _doctype() -> SoapRefusal:
    return SoapRefusal(InvalidInput("SOAP allows no DOCTYPE; leave it out."))

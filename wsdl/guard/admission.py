"""Lets one request in, or says why not."""

from typing import NamedTuple

from lxml import etree

from domain.errors import TooLarge
from wsdl.guard.action import check_action
from wsdl.guard.characters import to_utf8
from wsdl.guard.encoding_style import take_encoding_style_away
from wsdl.guard.envelope import open_envelope
from wsdl.guard.limits import Limits
from wsdl.guard.markup import MarkupCheck
from wsdl.guard.message import Message
from wsdl.guard.parser import parse
from wsdl.guard.understanding import own_blocks
from wsdl.names import SoapVersion
from wsdl.refusal import SoapRefusal


class Admission(NamedTuple):
    """A request that passed the guard.

    `header_blocks` are those that are for this receiver and known to it. `operation` is the only child of the body;
    whether it is one of the service's, and valid by the contract, is still to be seen. `message` is all as it came.
    """

    version: SoapVersion
    header_blocks: tuple[etree._Element, ...]
    operation: etree._Element
    message: Message


class Guard:
    """Checks requests against the rules of HTTP, XML and SOAP and against the limits, cheap things first."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._markup = MarkupCheck(limits)

    def is_plain(self, body: bytes) -> bool:
        """Whether a message is ASCII and so plain that all of its text stands in it as it is."""
        return body.isascii() and b"&" not in body and self._markup.is_plain(body)

    def admit(self, message: Message) -> Admission:
        """Parse (once) and check a message; raises `SoapRefusal`."""
        version, charset, action = message.transport
        utf8 = to_utf8(message.body, charset)
        self._markup.before_parsing(utf8)
        root = parse(utf8)
        if not self._markup.is_plain(utf8):
            self._markup.after_parsing(root)
        envelope = open_envelope(root, version)
        if len(envelope.header_blocks) > self._limits.header_blocks:
            raise SoapRefusal(TooLarge(f"The Header has more than {self._limits.header_blocks} blocks."))
        blocks = own_blocks(envelope.header_blocks, version) if envelope.header_blocks else ()
        if b"encodingStyle" in utf8:
            take_encoding_style_away(root, envelope)
        check_action(action, envelope.operation)
        return Admission(version, tuple(blocks), envelope.operation, message)

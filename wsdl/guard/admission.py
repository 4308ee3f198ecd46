"""Lets one request in, or says why not."""

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from domain.errors import TooLarge
from wsdl.guard.action import check_action
from wsdl.guard.body import read_body
from wsdl.guard.characters import to_utf8
from wsdl.guard.encoding_style import take_encoding_style_away
from wsdl.guard.envelope import open_envelope
from wsdl.guard.limits import Limits
from wsdl.guard.markup import MarkupCheck
from wsdl.guard.parser import parse
from wsdl.guard.transport import check_transport
from wsdl.guard.understanding import own_blocks
from wsdl.names import SoapVersion
from wsdl.refusal import SoapRefusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Admission(NamedTuple):
    """A request that passed the guard.

    `header_blocks` are those that are for this receiver and known to it. `operation` is the only child of the body;
    whether it is one of the service's, and valid by the contract, is still to be seen.
    """

    version: SoapVersion
    header_blocks: tuple[etree._Element, ...]
    operation: etree._Element


class Guard:
    """Checks requests against the rules of HTTP, XML and SOAP and against the limits, cheap things first."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._markup = MarkupCheck(limits)

    def admit(self, environ: "WSGIEnvironment") -> Admission:
        """Read, parse (once) and check a request; raises `SoapRefusal`."""
        version, charset, action = check_transport(environ)
        utf8 = to_utf8(read_body(environ, self._limits.body_bytes), charset)
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
        return Admission(version, tuple(blocks), envelope.operation)

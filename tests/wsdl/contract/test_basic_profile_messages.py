"""WS-I Basic Profile 1.1, section 3: what the service answers over SOAP 1.1, rule by rule with a planted break.

Not followed: R1031 (no dots in fault codes; decision 25). Beyond the profile's 500 for every fault (R1126) are the answers to
what is no SOAP request, which have HTTP's own status (R1113 to R1115 ask for some of them) and a Fault as body all the same.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from lxml import etree

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Answer, Soap, enveloped, update_of
from wsdl.names import SOAP11

ENVELOPE = f"{{{SOAP11.namespace}}}"


@dataclass(frozen=True)
class Message:
    """A reply as it went over the wire."""

    status: int
    content_type: str
    body: str

    @property
    def root(self) -> Any:
        """The document element."""
        return etree.fromstring(self.body.encode())

    @property
    def faults(self) -> list[Any]:
        """The fault, or nothing."""
        return list(self.root.iter(ENVELOPE + "Fault"))


def r1000(message: Message) -> Iterator[str]:
    """A fault has no other children than faultcode, faultstring, faultactor and detail."""
    known = {"faultcode", "faultstring", "faultactor", "detail"}
    yield from (child.tag for fault in message.faults for child in fault if etree.QName(child).localname not in known)


def r1001(message: Message) -> Iterator[str]:
    """The children of a fault are unqualified."""
    yield from (child.tag for fault in message.faults for child in fault if etree.QName(child).namespace)


def r1005(message: Message) -> Iterator[str]:
    """No element of the envelope's namespace has an encodingStyle."""
    for element in message.root.iter(ENVELOPE + "*"):
        yield from (name for name in element.keys() if name == ENVELOPE + "encodingStyle")  # noqa: SIM118 - lxml's way


def r1006(message: Message) -> Iterator[str]:
    """No child of the body has an encodingStyle."""
    for child in message.root.find(ENVELOPE + "Body"):
        yield from (name for name in child.keys() if name == ENVELOPE + "encodingStyle")  # noqa: SIM118


def r1008(message: Message) -> Iterator[str]:
    """There is no document type declaration."""
    yield from re.findall("<!DOCTYPE", message.body)


def r1009(message: Message) -> Iterator[str]:
    """There are no processing instructions."""
    yield from re.findall(r"<\?(?!xml )", message.body)


def r1011(message: Message) -> Iterator[str]:
    """Nothing follows the body."""
    yield from (child.tag for child in message.root.xpath("*[local-name()='Body']/following-sibling::*"))


def r1012(message: Message) -> Iterator[str]:
    """The encoding is UTF-8 or UTF-16."""
    if not re.match(r"<\?xml version=['\"]1\.0['\"] encoding=['\"]UTF-(8|16)['\"]\?>", message.body):
        yield message.body[:60]


def r1014(message: Message) -> Iterator[str]:
    """The children of the body have a namespace."""
    body = message.root.find(ENVELOPE + "Body")
    yield from (child.tag for child in body if not etree.QName(child).namespace)


def r9981(message: Message) -> Iterator[str]:
    """The body has one child at most."""
    yield from (child.tag for child in list(message.root.find(ENVELOPE + "Body"))[1:])


def r1018(message: Message) -> Iterator[str]:
    """The Content-Type is text/xml, with the right charset."""
    if message.content_type != "text/xml; charset=utf-8":
        yield message.content_type


def r1032(message: Message) -> Iterator[str]:
    """Envelope, Header and Body have no attributes of the envelope's namespace."""
    for element in (message.root, *message.root):
        yield from (name for name in element.keys() if name.startswith(ENVELOPE))  # noqa: SIM118


def r1033(message: Message) -> Iterator[str]:
    """The prefix xml is not declared."""
    yield from re.findall("xmlns:xml=", message.body)


def r1111(message: Message) -> Iterator[str]:
    """What is no fault is sent with 200."""
    if not message.faults and message.status != 200:
        yield str(message.status)


def r1126(message: Message) -> Iterator[str]:
    """A fault is sent with 500."""
    if message.faults and message.status != 500:
        yield str(message.status)


RULES: dict[str, Any] = {
    name.upper(): rule
    for name, rule in inspect.getmembers(sys.modules[__name__], inspect.isfunction)
    if re.fullmatch(r"r\d{4}", name)
}
STYLE = 'soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"'
BREAKS: dict[str, tuple[str, str, str]] = {
    "R1000": ("fault", "<detail>", "<node/><detail>"),
    "R1001": ("fault", "<detail>", "<core:detail/><detail>"),
    "R1005": ("reply", "<soapenv:Body", f"<soapenv:Body {STYLE}"),
    "R1006": ("reply", "<core:submitAccountBalanceUpdateResponse", f"<core:submitAccountBalanceUpdateResponse {STYLE}"),
    "R1008": ("reply", "<soapenv:Envelope", "<!DOCTYPE a><soapenv:Envelope"),
    "R1009": ("reply", "<soapenv:Body", "<?a b?><soapenv:Body"),
    "R1011": ("reply", "</soapenv:Body>", "</soapenv:Body><after/>"),
    "R1012": ("fault", "UTF-8", "ISO-8859-1"),
    "R1014": ("fault", "</soapenv:Fault>", "</soapenv:Fault><plain/>"),
    "R9981": ("fault", "</soapenv:Fault>", "</soapenv:Fault><plain/>"),
    "R1032": ("reply", "<soapenv:Body", '<soapenv:Body soapenv:actor="a"'),
    "R1033": ("reply", "<soapenv:Envelope", '<soapenv:Envelope xmlns:xml="http://www.w3.org/XML/1998/namespace"'),
}
"""For each rule about the envelope a message, a text in it, and what a break puts in its place; the others are below."""
STATUS_BREAKS = {
    "R1018": ("reply", {"content_type": "text/xml"}),
    "R1111": ("reply", {"status": 202}),
    "R1126": ("fault", {"status": 400}),
}


def _message(answer: Answer) -> Message:
    return Message(answer.status, answer.headers["content-type"], answer.body.decode())


@pytest.fixture
def messages(soap: Soap) -> dict[str, Message]:
    """An update's reply, a search's, and a fault."""
    return {
        "reply": _message(soap.call(update_of("<accountId>1</accountId><accountType>a</accountType>"))),
        "search": _message(soap.call(NAME_SEARCH)),
        "fault": _message(soap.call("<x/>")),
    }


def test_every_rule_has_a_break() -> None:
    assert RULES.keys() == BREAKS.keys() | STATUS_BREAKS.keys()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", ["reply", "search", "fault"])
def test_the_service_keeps(messages: dict[str, Message], rule: str, name: str) -> None:
    assert bool(messages[name].faults) is (name == "fault")
    assert not list(RULES[rule](messages[name]))


@pytest.mark.parametrize("rule", BREAKS)
def test_a_break_is_seen_of(messages: dict[str, Message], rule: str) -> None:
    name, text, planted = BREAKS[rule]
    message = messages[name]
    assert text in message.body
    assert list(RULES[rule](replace(message, body=message.body.replace(text, planted, 1))))


@pytest.mark.parametrize("rule", STATUS_BREAKS)
def test_a_break_around_the_envelope_is_seen_of(messages: dict[str, Message], rule: str) -> None:
    name, change = STATUS_BREAKS[rule]
    assert list(RULES[rule](replace(messages[name], **change)))  # type: ignore[arg-type]


def test_r1028_nothing_is_processed_after_a_fault_of_the_header(soap: Soap, canned: CannedCore) -> None:
    answer = soap.call(NAME_SEARCH, header='<x xmlns="urn:x" s:mustUnderstand="1"/>')
    assert answer.code == "MustUnderstand"
    assert not canned.asked


def test_r1113_to_r1115_what_is_no_soap_request_has_the_status_of_http(soap: Soap) -> None:
    assert soap.send(enveloped(NAME_SEARCH), REQUEST_METHOD="PUT").status == 405
    assert soap.send(enveloped(NAME_SEARCH), content_type="application/json").status == 415

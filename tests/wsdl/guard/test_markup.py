"""What SOAP forbids in the XML of a message, and what no honest message has."""

import time
from contextlib import suppress

import pytest

from domain.errors import TooLarge
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped
from wsdl.guard.limits import Limits
from wsdl.guard.markup import MarkupCheck
from wsdl.guard.parser import parse
from wsdl.names import VERSIONS, SoapVersion
from wsdl.refusal import SoapRefusal

ENVELOPE = enveloped(NAME_SEARCH)
BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE x>",
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/"> %e;]>',
        BILLION_LAUGHS,
        "<!-- <x --><!DOCTYPE x>",
        '<?xml version="1.0"?>\n<!-- a comment -->\n<!DOCTYPE s:Envelope []>\n',
    ],
)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_doctype_is_refused(soap: Soap, canned: CannedCore, prolog: str, version: SoapVersion) -> None:
    answer = soap.send(prolog + enveloped(NAME_SEARCH, version), content_type=version.media_type)
    assert (answer.code, "DOCTYPE" in answer.sentence) == ("Client.InvalidInput", True)
    assert not canned.asked


def test_the_word_doctype_in_a_value_is_a_value(soap: Soap, canned: CannedCore) -> None:
    assert not soap.call(NAME_SEARCH.replace(">a<", "><![CDATA[<!DOCTYPE x>]]><")).is_fault
    assert canned.last.text == "<!DOCTYPE x>"


@pytest.mark.parametrize(
    "body",
    [
        "<?php x?>" + ENVELOPE,
        ENVELOPE + "<?x y?>",
        ENVELOPE.replace("<s:Body>", "<s:Body><?x y?>"),
        ENVELOPE.replace(">a<", ">a<?x y?><"),
        '<?xml-stylesheet href="http://127.0.0.1:9/"?>' + ENVELOPE,
    ],
)
def test_processing_instructions_are_refused(soap: Soap, body: str) -> None:
    answer = soap.send(body)
    assert answer.code == "Client.InvalidInput"
    assert "processing instructions" in answer.sentence


@pytest.mark.parametrize("value", ["AB<!--x-->CD", "<!-- -->AB", "AB<!---->"])
def test_a_comment_inside_a_value_is_refused(soap: Soap, canned: CannedCore, value: str) -> None:
    answer = soap.call(NAME_SEARCH.replace(">a<", f">{value}<"))
    assert (answer.code, "comment" in answer.sentence) == ("Client.InvalidInput", True)
    assert not canned.asked


def test_comments_between_elements_are_left_out(soap: Soap) -> None:
    commented = ENVELOPE.replace("<s:Body>", "<!-- one --><s:Body><!-- two -->").replace(
        "<retail:searchName>", "<!-- three --><retail:searchName>"
    )
    assert not soap.send("<!-- zero -->" + commented + "<!-- four -->").is_fault


@pytest.mark.parametrize("value", ["<![CDATA[a]]>", "&#97;", "&#x61;", "<![CDATA[]]>a"])
def test_other_spellings_of_a_value_are_the_value(soap: Soap, canned: CannedCore, value: str) -> None:
    assert not soap.call(NAME_SEARCH.replace(">a<", f">{value}<")).is_fault
    assert canned.last.text == "a"


@pytest.mark.parametrize("value", ["&e;", "&", "&#0;", "&#xD800;", "&#x110000;", "<", "\x01", "]]>", "a</b>"])
def test_what_is_not_well_formed_is_refused(soap: Soap, value: str) -> None:
    answer = soap.call(NAME_SEARCH.replace(">a<", f">{value}<"))
    assert (answer.code, "well-formed" in answer.sentence) == ("Client.InvalidInput", True)


def _attributes(count: int) -> str:
    return "".join(f' a{number}="1"' for number in range(count))


@pytest.mark.parametrize("place", ["<s:Envelope", "<s:Header", "<x", "<s:Body", "<ns:submitCustomerNameSearch"])
def test_an_attribute_too_many_is_refused_wherever_it_stands(soap: Soap, place: str) -> None:
    envelope = enveloped(NAME_SEARCH, header="<x/>")
    assert soap.send(envelope.replace(place, place + _attributes(33))).code == "Client.TooLarge"
    assert soap.send(envelope.replace(place, place + _attributes(5000))).code == "Client.TooLarge"


def test_32_attributes_on_an_unknown_header_pass(soap: Soap) -> None:
    assert not soap.call(NAME_SEARCH, header=f"<x{_attributes(32)}/>").is_fault


def test_elements_nest_64_deep_and_no_deeper(soap: Soap) -> None:
    # The envelope and the header are the first two levels.
    assert not soap.call(NAME_SEARCH, header="<x>" * 62 + "</x>" * 62).is_fault
    for depth in (63, 200, 300, 4000):
        answer = soap.call(NAME_SEARCH, header="<x>" * depth + "</x>" * depth)
        assert answer.code in {"Client.TooLarge", "Client.InvalidInput"}


def test_a_flood_of_namespaces_is_refused(soap: Soap) -> None:
    flood = "".join(f' xmlns:n{number}="u:{number}"' for number in range(2000))
    assert soap.call(NAME_SEARCH, header=f"<x{flood}/>").code == "Client.TooLarge"


def test_a_doctype_never_reaches_the_parser() -> None:
    with pytest.raises(SoapRefusal, match="DOCTYPE"):
        MarkupCheck(Limits()).before_parsing((BILLION_LAUGHS + ENVELOPE).encode())


@pytest.mark.parametrize(
    "noise", ["<?x y?>", "<!---->", "<!---->x", "<x/>", '<x y=""/>', "<x>1</x>", "&#65;", "<![CDATA[]]>"]
)
def test_the_time_of_a_check_grows_with_the_document_and_no_faster(noise: str) -> None:
    """Eight times as many of anything may take some ten times as long, not 64 times."""
    check = MarkupCheck(Limits())

    def seconds(count: int) -> float:
        root = parse(f"<a><b>{noise * count}</b></a>".encode())
        best = float("inf")
        for _ in range(5):
            began = time.thread_time()
            with suppress(SoapRefusal):
                check.after_parsing(root)
            best = min(best, time.thread_time() - began)
        return best

    # A machine that does other things spoils one comparison or two; what grows by the square fails them all.
    assert any(seconds(8_000) < max(30 * seconds(1_000), 0.005) for _ in range(5))


def test_what_comes_before_the_body_has_a_limit() -> None:
    check = MarkupCheck(Limits(header_bytes=1_000))
    header = "<s:Header>" + "x" * 500 + "</s:Header>"
    check.before_parsing(f"<s:Envelope>{header}<s:Body>{'y' * 2_000}</s:Body></s:Envelope>".encode())
    for spoilt in (header * 3 + "<s:Body>", "<!--" + "x" * 2_000 + "--><Body>"):
        with pytest.raises(SoapRefusal) as refused:
            check.before_parsing(f"<s:Envelope>{spoilt}</s:Body></s:Envelope>".encode())
        assert isinstance(refused.value.error, TooLarge)


@pytest.mark.parametrize(
    ("document", "is_plain"),
    [
        ("<a/>", True),
        ("<?xml version='1.0'?><a b='c'>d</a>", True),
        ("<a><!-- c --></a>", False),
        ("<!DOCTYPE a><a/>", False),
        ("<a><![CDATA[b]]></a>", False),
        ("<a><?b?></a>", False),
        ("<?xml-stylesheet href='b'?><a/>", False),
        ("<?xml version='1.0'?><?b?><a/>", False),
        ("<a " + " ".join(f"b{number}='c'" for number in range(32)) + "/>", True),
        ("<a " + " ".join(f"b{number}='c'" for number in range(33)) + "/>", False),
        ("<a>" * 63 + "<a/>" + "</a>" * 63, True),
        ("<a>" * 64 + "<a/>" + "</a>" * 64, False),
    ],
)
def test_bytes_that_could_hide_something_are_looked_at_once_parsed(document: str, is_plain: bool) -> None:
    check = MarkupCheck(Limits())
    assert check.is_plain(document.encode()) is is_plain
    if is_plain:
        check.after_parsing(parse(document.encode()))

"""The cases of the W3C's SOAP 1.2 test collection (T, TH) and of its additional tests (XMLP) that apply, by their numbers.

The collection's endpoint echoes headers; here the known header is core:requestContext, and "processed" means that its value
reached the core. Its empty Body is our name search, for this contract has no operation without a body.
"""

from dataclasses import dataclass

import pytest

from domain.errors import InvalidInput, LoyaltyError, StoreUnavailable
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped
from wsdl.names import CORE, SOAP11, SOAP12

ROLE = "http://www.w3.org/2003/05/soap-envelope/role"
PROCESSED, LEFT_ALONE = "processed", "left alone"
SENDER, MUST_UNDERSTAND = "Client.InvalidInput", "MustUnderstand"


@dataclass(frozen=True)
class Case:
    """A header, what is changed in the envelope, and what comes of it: a fault code, or what became of the header."""

    expected: str
    header: str = ""
    replaced: tuple[str, str] = ("", "")
    prolog: str = ""


def _known(attributes: str = "") -> str:
    return f'<c:requestContext xmlns:c="{CORE}" {attributes}><c:deviceId>foo</c:deviceId></c:requestContext>'


def _unknown(attributes: str = "", namespace: str = "http://example.org/ts-tests") -> str:
    return f'<t:Unknown xmlns:t="{namespace}" {attributes}>foo</t:Unknown>'


def _role(name: str, must_understand: str = "") -> str:
    role = name if ":" in name else f"{ROLE}/{name}"
    return f's:role="{role}"' + (f' s:mustUnderstand="{must_understand}"' if must_understand else "")


OTHER_ROLE = "http://example.org/ts-tests/B"
NESTED = f'<t:Unknown xmlns:t="urn:t"><t:raiseFault {_role("next", "1")}/></t:Unknown>'
OPERATION = "<ns:submitCustomerNameSearch "
APPLICABLE = {
    "T1": Case(PROCESSED, _known(_role("next"))),
    "T3": Case(PROCESSED, _known()),
    "T4": Case(PROCESSED, _known(_role("ultimateReceiver"))),
    "T5": Case(LEFT_ALONE, _known(_role(OTHER_ROLE))),
    "T10": Case(LEFT_ALONE, _unknown(_role("ultimateReceiver"))),
    "T11": Case(LEFT_ALONE, _unknown(_role("ultimateReceiver", "false"))),
    "T12": Case(MUST_UNDERSTAND, _unknown(_role("ultimateReceiver", "1"))),
    "T13": Case(MUST_UNDERSTAND, _unknown(_role("ultimateReceiver", "true"))),
    "T14": Case(SENDER, _known(_role("ultimateReceiver", "wrong"))),
    "T15": Case(LEFT_ALONE, _unknown(_role(OTHER_ROLE, "1"))),
    "T19": Case(LEFT_ALONE, _known(_role("none", "true"))),
    "T22": Case(PROCESSED, _known('s:mustUnderstand = "1"')),
    "T23": Case(SENDER, _unknown('s:mustUnderstand="1"') + _known('s:mustUnderstand="wrong"')),
    "T24": Case("VersionMismatch", replaced=(SOAP12.namespace, "http://wrong-version/")),
    "T25": Case(SENDER, prolog='<!DOCTYPE s:Envelope SYSTEM "env.dtd"[]>'),
    "T26": Case(SENDER, replaced=("<s:Body>", '<?xml-stylesheet href="http://example.org/ts-tests/sub.xsl"?><s:Body>')),
    "T28": Case(SENDER, replaced=("<s:Body", '<s:Body s:encodingStyle="http://www.w3.org/2003/05/soap-encoding"')),
    "T29": Case(LEFT_ALONE, _known(_role(f"http://example.org/ts-tests/C{'z' * 2000}"))),
    "T30": Case("VersionMismatch", replaced=(SOAP12.namespace, SOAP11.namespace)),
    "T33": Case(SENDER, replaced=("submitCustomerNameSearch", "DoesNotExist")),
    "T34": Case(LEFT_ALONE, _unknown(f'xmlns:o="{SOAP11.namespace}" o:mustUnderstand="true"')),
    "T35": Case(MUST_UNDERSTAND, _unknown('s:mustUnderstand="1"')),
    "T36": Case(MUST_UNDERSTAND, _unknown(_role("ultimateReceiver", "1"))),
    "T37": Case(LEFT_ALONE, _unknown(_role("ultimateReceiver"))),
    "T39": Case(SENDER, _unknown('s:mustUnderstand="9"')),
    "T40": Case(LEFT_ALONE, _unknown(_role("ultimateReceiver", "false"), "http://[FEDC:BA98:7654:3210::]/ts-tests")),
    "T64": Case(SENDER, prolog="<!DOCTYPE DOC [<!NOTATION application_xml SYSTEM 'http://example.org/xml'>]>"),
    "T65": Case(SENDER, prolog="<!DOCTYPE DOC [<!ELEMENT Envelope (Body) ><!ELEMENT Body (echoOk) >]>"),
    "T66": Case(PROCESSED, _known(_role("next")), prolog="<?xml version='1.0' encoding='UTF8'?>"),
    "T67": Case(PROCESSED, _known(_role("next")), prolog="<?xml version='1.0' standalone='yes'?>"),
    "T68": Case(PROCESSED, f"\n\n  {_known(_role('next'))}\n\n", ("<s:Header", "\n\n <s:Header          ")),
    "T69": Case(SENDER, _known(), (f"<s:Body>{NAME_SEARCH}</s:Body>", "")),
    "T70": Case(SENDER, _known(), ("</s:Body>", "</s:Body><Trailer></Trailer>")),
    "T71": Case(SENDER, _known(), ("<s:Envelope", '<s:Envelope attr1="a-value"')),
    "T72": Case(
        SENDER, replaced=("<s:Envelope", '<s:Envelope s:encodingStyle="http://www.w3.org/2003/05/soap-encoding"')
    ),
    "T74": Case(PROCESSED, _known(_role("next")) + NESTED),
    "T78": Case(PROCESSED, _known(_role("ultimateReceiver"))),
    "T80": Case(
        "DataEncodingUnknown",
        replaced=(OPERATION, f'{OPERATION}s:encodingStyle="http://example.org/PoisonEncoding" '),
    ),
}
REQUEST = NAME_SEARCH[NAME_SEARCH.index("<retail:customer") : NAME_SEARCH.index("</ns:")]
PAGE = f'<c:pageInfo xmlns:c="{CORE}"><c:rowOffset>abc</c:rowOffset></c:pageInfo>'
APPLICABLE |= {
    "TH1": Case(LEFT_ALONE),
    "TH2": APPLICABLE["T69"],
    "TH3": Case("VersionMismatch", replaced=(SOAP12.namespace, SOAP11.namespace.rstrip("/"))),
    "TH4": Case(MUST_UNDERSTAND, _unknown(_role("next", "1"))),
    "XMLP-1": Case(SENDER, replaced=(REQUEST, "")),
    "XMLP-6": Case(MUST_UNDERSTAND, _unknown(_role("next", "1"), "http://example.org/")),
    "XMLP-9": Case(
        "DataEncodingUnknown",
        replaced=("<retail:searchName", '<retail:searchName s:encodingStyle="http://this-is-a-bad-encoding-style"'),
    ),
    "XMLP-11": Case(SENDER, replaced=("</retail:searchName>", f"</retail:searchName>{PAGE}")),
    "XMLP-12": Case(SENDER, replaced=("submitCustomerNameSearch", "unknownMethodThatShouldNotBeThere")),
    "XMLP-19": Case(MUST_UNDERSTAND, _unknown(_role("next", "true"), "http://soapinterop.org/")),
}
OF_THEIR_OWN = ("TH5", "XMLP-7", "XMLP-8")
"""Cases with a test of their own below."""
NOT_APPLICABLE = {
    "T2 T38 T63": "the node plays a role of its own name (.../C); this one plays next and ultimateReceiver only",
    "T6 T7 T8 T9 T16 T17 T18 T21 T62 T79": "sent through an intermediary that relays; this is the ultimate receiver",
    "XMLP-13 XMLP-14 XMLP-15 XMLP-16 XMLP-17 XMLP-18": "as these",
    "T20": "the suites that carry the collection's messages (gSOAP's, PHP's) have none of this number",
    "T27 T41 T42 T43 T44 T45 T46 T47 T48 T49 T50 T51 T52 T53 T54 T55 T56 T57 T58 T59 T60 T61 T73 T76 T77": (
        "SOAP encoding and its RPC convention; the contract is document/literal"
    ),
    "T31 T32 T75": "an operation or header of the collection's own endpoint, without a twin in this contract",
    "XMLP-2 XMLP-3": "the GET web method, for operations that read only; a GET here shows the contract",
    "XMLP-4 XMLP-10": "SOAP encoding and its RPC convention; the contract is document/literal",
    "XMLP-5": "an endpoint that speaks SOAP 1.2 only; this one answers a SOAP 1.1 message",
}
"""The other numbers, and why."""


def test_every_number_is_in_one_of_the_tables() -> None:
    left_out = [number for numbers in NOT_APPLICABLE for number in numbers.split()]
    series = (("T", 80), ("TH", 5), ("XMLP-", 19))
    numbers = [f"{name}{number}" for name, last in series for number in range(1, last + 1)]
    assert sorted([*APPLICABLE, *OF_THEIR_OWN, *left_out]) == sorted(numbers)


def test_case_th5_another_media_type(soap: Soap) -> None:
    assert soap.send(enveloped(NAME_SEARCH, SOAP12), content_type="audio/mpeg").status == 415


@pytest.mark.parametrize(
    ("error", "code", "status"), [(InvalidInput, "Client", 400), (StoreUnavailable, "Server", 500)], ids=["7", "8"]
)
def test_case_xmlp_a_fault_of_the_operation(
    soap: Soap, canned: CannedCore, error: type[LoyaltyError], code: str, status: int
) -> None:
    canned.answers["search_customers_by_name"] = error()
    answer = soap.call(NAME_SEARCH, version=SOAP12)
    assert (answer.code, answer.status) == (f"{code}.{error.code}", status)


@pytest.mark.parametrize("number", APPLICABLE)
def test_case(soap: Soap, canned: CannedCore, number: str) -> None:
    case = APPLICABLE[number]
    before, after = case.replaced
    envelope = enveloped(NAME_SEARCH, SOAP12, case.header)
    assert before in envelope
    envelope = case.prolog + (envelope.replace(before, after) if before else envelope)
    answer = soap.send(envelope, content_type=SOAP12.media_type)
    assert answer.version is SOAP12
    if case.expected in {PROCESSED, LEFT_ALONE}:
        assert not answer.is_fault
        assert (canned.last.header_origin.device == "foo") is (case.expected == PROCESSED)
    else:
        assert answer.code == case.expected
        assert answer.status == (400 if case.expected == SENDER else 500)
        assert not canned.asked

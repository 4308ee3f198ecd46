"""A message whose frame came before is answered as if it were the first, and without being parsed."""

import re
import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.wsdl.roads import MEMBERS, NEEDED, USE_CASES, Roads, good, member
from tests.wsdl.soap import Soap, enveloped
from wsdl.compiled import frames, plain_values
from wsdl.compiled.plain_values import FORMS
from wsdl.compiled.request_reader import RequestReader
from wsdl.contract_versions import SHIPPED
from wsdl.guard import Guard, Limits
from wsdl.guard.message import Message
from wsdl.guard.transport import Transport
from wsdl.names import CORE, RETAIL, SOAP11, VERSIONS, SoapVersion
from wsdl.types.searches import CustomerNameSearchRequest

ASCII = st.text(string.printable, max_size=12)
ODD = {
    "updateAmount": st.sampled_from(
        ["1", "-0.5", "12345678901234.1234", "1e3", "+1", ".5", "1.", "123456789012345", "NaN"]
    ),
    "dateTimeUpdated": st.sampled_from(
        [
            *("2026-05-01T10:15:00Z", "2026-05-01T10:15:00.5+01:00", "2024-02-29T10:15:00", "2026-02-29T10:15:00"),
            *("2026-05-01T24:00:00Z", "0000-01-01T00:00:00", "2026-05-01T10:15:60Z", "2026-05-01T10:15:00+14:00"),
            *("2026-05-01T10:15:00+14:01", "2026-05-01T10:15:00.123456789Z", "2026-05-01 10:15:00Z", "now"),
        ]
    ),
    "accountType": st.sampled_from(["customerLoyaltyAccount", "employeeAccount", "nothing", "x" * 100, "x" * 101]),
    "pageInfo": st.sampled_from(["20", "0", "+7", "-1", "999999999", "2147483647", "2147483648", "1.0", "x"]).map(
        lambda number: f'<c:rowCount xmlns:c="{CORE}">{number}</c:rowCount>'
    ),
}
WORDS = st.sampled_from(["887", "0", "1", "a b ", "x" * 255, "x" * 256, "é", "&amp;", "&#49;", " 1", "a>b", "]]>"]) | (
    ASCII.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
)


GOOD = {
    "accountType": ["customerLoyaltyAccount", "employeeAccount"],
    "dateTimeUpdated": ["2026-05-01T10:15:00Z", "2024-02-29T10:15:00.5+01:00"],
    "expiryTime": ["2027-05-01T10:15:00Z"],
    "updateAmount": ["1", "-0.5", "12345678901234.1234"],
    "status": ["PENDING", "completed "],
    "types": [""],
    "pageInfo": [f'<c:rowCount xmlns:c="{CORE}">{number}</c:rowCount>' for number in ("5", "007")],
}


@st.composite
def alike(draw: st.DrawFn, operation: str) -> list[str]:
    """Three requests with the same members and other values: the first is good, in the others one value may be odd."""
    names = [name for name in MEMBERS[operation] if name in NEEDED or draw(st.booleans())]
    messages = [{name: draw(st.sampled_from(GOOD.get(name, ["1", "a b"]))) for name in names} for _ in range(3)]
    for later in messages[1:]:
        # Members of a type of their own more often: there is more that can be wrong with them.
        odd = draw(st.sampled_from(["", *names, *3 * [name for name in names if name in ODD]]))
        if odd:
            later[odd] = draw(ODD.get(odd, WORDS))
    return [_request(operation, each) for each in messages]


def _request(operation: str, values: dict[str, str]) -> str:
    inside = "".join(member(name, text) for name, text in values.items())
    if operation == "submitAccountBalanceUpdate":
        inside = f"<accountBalanceUpdate>{inside}</accountBalanceUpdate>"
    request = f"{operation[6].lower()}{operation[7:]}Request"
    return f'<n:{operation} xmlns:n="{CORE}"><{request} xmlns="{RETAIL}">{inside}</{request}></n:{operation}>'


def hold_together(operation: str, version: SoapVersion, **options: Any) -> list[bool]:
    """Raise AssertionError where a road that knows a frame answers otherwise than Spyne's; which examples were known."""
    known: list[bool] = []
    kept = frames.Frames.find

    def watched(self: frames.Frames, *arguments: Any) -> Any:
        found = kept(self, *arguments)
        known.append(found is not None)
        return found

    roads = Roads(zeros=False)
    answer = roads.canned.answers[USE_CASES[operation]]

    @given(alike(operation))
    @settings(deadline=None, **options)
    def check(bodies: list[str]) -> None:
        _all(roads.fast).clear()
        for body in bodies:
            fast, reference = roads.told(operation, body, answer, version)
            assert fast == reference

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames.Frames, "find", watched)
        check()
    return known


SAME_EXAMPLES: dict[str, Any] = {"derandomize": True, "database": None, "phases": [Phase.generate]}


@pytest.mark.parametrize("operation", MEMBERS)
def test_a_known_frame_changes_no_answer(operation: str) -> None:
    known = hold_together(operation, VERSIONS[0], max_examples=40)
    assert any(known)


def test_the_same_holds_in_soap_12() -> None:
    assert any(hold_together("submitAccountBalanceUpdate", VERSIONS[1], max_examples=40))


def _taking_all(form: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setitem(FORMS, form, lambda _text: True)


def _turned_round(patch: pytest.MonkeyPatch) -> None:
    kept = frames._Frame.filled
    patch.setattr(frames._Frame, "filled", lambda self, values: kept(self, values[:-2] + values[-2:][::-1]))


def _with_markup(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Guard, "is_plain", lambda *_: True)
    patch.setattr(frames, "_VALUE", re.compile("(?<=>)([^<> ][^<>]*)(?=</)"))


PLANTED = {
    "an amount in any form": ("submitAccountBalanceUpdate", _taking_all("Amount")),
    "a time in any form": ("submitAccountBalanceUpdate", _taking_all("Moment")),
    "a number in any form": ("submitCustomerNameSearch", _taking_all("int")),
    "an identifier of any length": ("submitAccountBalanceEnquiry", _taking_all("Identifier")),
    "values in another order": ("submitAccountBalanceEnquiry", _turned_round),
    "values with markup": ("submitAccountBalanceEnquiry", _with_markup),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_difference_is_found(planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    operation, plant = PLANTED[planted]
    plant(monkeypatch)
    with pytest.raises((AssertionError, ExceptionGroup)):
        hold_together(operation, VERSIONS[0], max_examples=600, **SAME_EXAMPLES)


PROBES = [
    etree.XMLSchema(
        etree.fromstring(
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:core="{CORE}">'
            f'<xs:import namespace="{CORE}" schemaLocation="{version.folder / "core.xsd"}"/>'
            + "".join(
                f'<xs:element name="{name}" type="{"xs" if name == "int" else "core"}:{name}"/>'
                for name in sorted(FORMS)
            )
            + "</xs:schema>"
        )
    )
    for version in SHIPPED
]
"""For each version of the contract, a schema with an element of each type."""
SHAPED = {
    "Amount": st.from_regex(r"-?[0-9]{0,15}(\.[0-9]{0,5})?", fullmatch=True, alphabet=st.characters(codec="ascii")),
    "Moment": st.from_regex(
        r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,7})?(Z|[+-][0-2][0-9]:[0-6][0-9])?",
        fullmatch=True,
        alphabet=st.characters(codec="ascii"),
    ),
    "int": st.from_regex(r"[+-]?[0-9]{1,11}", fullmatch=True, alphabet=st.characters(codec="ascii")),
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_what_a_plain_form_takes_the_contract_takes(form: str) -> None:
    texts = SHAPED.get(form, st.text(string.ascii_letters + " ", min_size=1, max_size=1100))

    @given(texts.filter(lambda text: text[:1].strip()))
    @settings(max_examples=300, deadline=None)
    def check(text: str) -> None:
        if plain_values.FORMS[form](text):
            probe = etree.Element(form)
            probe.text = text
            for schema in PROBES:
                schema.assertValid(probe)

    check()


@pytest.fixture
def roads() -> Roads:
    return Roads(zeros=False)


def never(*_: object) -> None:
    raise AssertionError("the message was parsed")


@pytest.mark.parametrize("operation", MEMBERS)
def test_the_second_message_is_not_parsed(operation: str, roads: Roads, monkeypatch: pytest.MonkeyPatch) -> None:
    soap = Soap(roads.fast)
    first = soap.call(good(operation))
    monkeypatch.setattr("wsdl.guard.admission.parse", never)
    assert soap.call(good(operation)).body == first.body
    assert roads.canned.asked[0] == roads.canned.asked[1]


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/CustomerService"},
        {"HTTP_SOAPACTION": f'"{CORE}/submitAccountBalanceUpdate"'},
        {"content_type": "text/xml; charset=utf-16"},
        {"content_type": VERSIONS[1].media_type},
    ],
    ids=["another service", "another action", "another charset", "another version"],
)
def test_a_frame_is_known_only_where_and_as_it_came(other: Any, roads: Roads) -> None:
    sent = {"path": "/AccountBalanceService", "content_type": "text/xml; charset=utf-8"}
    body, told = enveloped(good("submitAccountBalanceEnquiry")), []
    for application in (roads.fast, roads.reference):
        soap = Soap(application)
        assert soap.raw(body, **sent)[0] == 200
        told.append(soap.raw(body, **(sent | other)))
    assert told[0] == told[1]
    assert told[0][0] != 200


def test_nothing_is_learned_of_who_is_not_let_in(roads: Roads) -> None:
    assert Soap(roads.fast, {"HTTP_AUTHORIZATION": None}).call(good("submitAccountBalanceEnquiry")).is_fault
    assert not _known(roads.fast)


def test_messages_with_header_blocks_are_not_learned(roads: Roads) -> None:
    block = f'<c:requestContext xmlns:c="{CORE}"><c:locationId>0001</c:locationId></c:requestContext>'
    assert not Soap(roads.fast).call(good("submitAccountBalanceEnquiry"), header=block).is_fault
    assert not _known(roads.fast)


def test_no_more_frames_are_kept_than_there_is_room_for(roads: Roads) -> None:
    soap = Soap(roads.fast)
    for length in range(600):
        assert not soap.call(good("submitAccountBalanceEnquiry").replace("><", f">{' ' * length}<", 1)).is_fault
        assert len(_known(roads.fast)) <= 256
    assert _known(roads.fast)


def test_a_value_that_is_nobodys_is_not_skipped() -> None:
    """A part that is ignored is judged by the schema all the same, so a message with one is read anew each time."""
    kept = frames.Frames(Guard(Limits()))
    body = enveloped(_request("submitCustomerNameSearch", {"searchName": "a", "types": "<a>b</a>"})).encode()
    message = Message(Transport(SOAP11, "", ""), body)
    kept.learn("CustomerService", message, "submitCustomerNameSearch", RequestReader(CustomerNameSearchRequest))
    assert kept.find("CustomerService", message) is None


def _known(application: Any) -> list[Any]:
    return [key for frames in _all(application).values() for key in frames]


def _all(application: Any) -> dict[Any, dict[Any, Any]]:
    kept: dict[Any, dict[Any, Any]] = application._served["/AccountBalanceService"].road._known._frames
    return kept

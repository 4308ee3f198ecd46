"""The fast road and Spyne's give the same bytes: for every operation, outcome and fault, good requests and bad."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from xml.sax.saxutils import escape

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.enquire_balance import BalanceReply
from domain.accounts.figures import Figures
from domain.accounts.update_command import UpdateReply
from domain.customers.customer import Address, Customer
from domain.error_tree import all_errors
from domain.paging import Page
from domain.refusals import Refusal
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.roads import MEMBERS, NEEDED, USE_CASES, Roads, good, member, roads
from tests.wsdl.soap import Soap
from wsdl.compiled import balance_replies, markup, paged_list
from wsdl.compiled.request_reader import RequestReader
from wsdl.compiled.road import CompiledRoad
from wsdl.names import CORE, RETAIL, VERSIONS, XSI, SoapVersion
from wsdl.spyne_road import SpyneRoad

NASTY = "&<>\"'\r\n\t\x00\x01\x0b\x1f\x7f\x85\xa0\u2028\ud800\udfff\ufffd\ufffe\uffff\U0001f600\U0010ffff]%s{}\\é"
"""Markup, space, what XML can't carry, what a template would take for its own, and characters of one to four bytes."""
TEXTS = st.one_of(
    st.text(st.sampled_from(NASTY) | st.characters(), max_size=12),
    st.sampled_from(["", "O'Brien & <Sons>", "]]>", "\r\n\t", "\x00\ufffe\ud800", '"', "Zoë 🎁"]),
)
TOKENS = st.text(
    st.sampled_from("&<>\"'\r\n\t é]") | st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=12
)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
SCALED = st.integers(-(10**18) + 1, 10**18 - 1)
FORMS = st.builds(AmountForm, st.sampled_from(Unit), st.integers(0, 4), st.booleans())
FIGURES = st.builds(Figures, SCALED, SCALED, SCALED, FORMS, TEXTS)
REFUSALS = st.sampled_from([error for error in all_errors() if issubclass(error, Refusal)]).map(lambda error: error())
CUSTOMERS = st.builds(
    Customer,
    TEXTS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.builds(Address, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS),
    TEXTS,
)
ACCOUNTS = st.builds(
    AccountDetails,
    st.sampled_from(AccountType),
    TEXTS,
    TEXTS,
    st.sampled_from(AccountStatus),
    TEXTS,
    MOMENTS,
    FIGURES,
    customer_number=TEXTS,
    scheme=TEXTS,
    tier=TEXTS,
    is_tier_manual=st.booleans(),
    customer=st.one_of(st.none(), CUSTOMERS),
    card=st.one_of(st.none(), st.builds(CardDetails, TEXTS, TEXTS, TEXTS)),
    groups=st.lists(TEXTS, max_size=2).map(tuple),
    messages=st.lists(TEXTS, max_size=2).map(tuple),
)
ERRORS = st.sampled_from(all_errors()).map(lambda error: error())
UPDATES = st.builds(
    UpdateReply,
    error=st.one_of(st.none(), REFUSALS),
    figures=st.one_of(st.none(), FIGURES),
    account_number=TEXTS,
    replayed=st.booleans(),
    duplicate_of=TEXTS,
    expires_at=st.one_of(st.none(), MOMENTS),
)


def pages(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[Page[Any]]:
    counts = st.integers(0, 2**31)
    return st.builds(Page, st.lists(rows, max_size=3), counts, counts, counts, st.booleans(), TOKENS)


ANSWERS = {
    "submitAccountBalanceEnquiry": st.one_of(
        ACCOUNTS.map(BalanceReply), st.builds(BalanceReply, st.none(), REFUSALS), ERRORS
    ),
    "submitAccountBalanceUpdate": st.one_of(UPDATES, ERRORS),
    "submitCustomerNameSearch": st.one_of(pages(CUSTOMERS), ERRORS),
    "submitCustomerPostcodeSearch": st.one_of(pages(CUSTOMERS), ERRORS),
    "submitLoyaltyAccountSearch": st.one_of(pages(ACCOUNTS), ERRORS),
}

_PAGE = "<c:{0} xmlns:c='" + CORE + "'>{1}</c:{0}>"
GOOD = {
    "accountType": st.sampled_from(["customerLoyaltyAccount", " employeeAccount ", "nothing"]),
    "updateAmount": st.sampled_from(["88", "-0.5", " 1.25 ", "12345678901234.1234"]),
    "dateTimeUpdated": st.sampled_from(["2026-05-01T10:15:00Z", "2026-05-01T10:15:00.5+01:00"]),
    "expiryTime": st.sampled_from(["2027-05-01T10:15:00", " 2027-05-01T10:15:00Z "]),
    "status": st.sampled_from(["PENDING", " completed ", "", " "]),
    "types": st.sampled_from(["", "<a/>", '<a b="c">d<e/></a>', "<searchName>other</searchName>"]),
    "pageInfo": st.sampled_from(["", *[_PAGE.format("rowCount", text) for text in ("20", "+7", " 5 ", "200")]])
    | st.sampled_from([_PAGE.format("rowOffset", text) for text in ("0", " 10000 ", "007")]),
}
"""Texts that the contract and the domain's commands take, where not every text is one."""
BAD = {
    "accountType": st.sampled_from(["", " ", "x" * 101]),
    "updateAmount": st.sampled_from(["1e3", "", "+1", "1.00001", "NaN"]),
    "dateTimeUpdated": st.sampled_from(["2026-05-01T24:00:00", "0000-01-01T00:00:00", "2026-02-30T00:00:00Z", "now"]),
    "status": st.sampled_from(["X", "&amp;"]),
    "pageInfo": st.sampled_from([_PAGE.format("rowCount", text) for text in ("-1", "0", "x", "", "2147483648")])
    | st.sampled_from([_PAGE.format("rowOffset", text) for text in ("-1", "10001")]),
}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=8).map(escape) | (
    st.sampled_from(["887", " 887 ", "", " ", "<!-- c -->", "<![CDATA[a&b]]>", "&#13;", "&amp;&lt;"])
)
ODD_WORDS = WORDS | st.sampled_from(["a<!-- c -->", "<a/>", "x" * 1001, "&#1;"])
ATTRIBUTES = st.sampled_from(
    [
        *[""] * 9,
        f' x:nil="true" xmlns:x="{XSI}"',
        f' x:type="x" xmlns:x="{XSI}"',
        f' x:type="c:Code" xmlns:x="{XSI}" xmlns:c="{CORE}"',
        ' id="1"',
        f' x:nil="0" xmlns:x="{XSI}"',
    ]
)


@st.composite
def requests(draw: st.DrawFn, operation: str) -> str:
    """A body for this operation: two of three are plain and good, the others may have something that should not be there."""
    is_odd = draw(st.sampled_from([False, False, True]))
    attributes = ATTRIBUTES if is_odd else st.just("")
    chosen = [name for name in MEMBERS[operation] if name in NEEDED or draw(st.booleans())]
    if is_odd:
        chosen += draw(st.sampled_from([[], [], ["unknown"], ["accountType"]]))
    inside = "".join(member(name, draw(_texts(name, is_odd=is_odd)), draw(attributes)) for name in chosen)
    request = f"{operation[len('submit') :][0].lower()}{operation[len('submit') + 1 :]}Request"
    if operation == "submitAccountBalanceUpdate":
        inside = f"<accountBalanceUpdate{draw(attributes)}>{inside}</accountBalanceUpdate>"
    around = draw(st.sampled_from(["{}", "{}", "<!-- c -->{}", *(["{}{}", "", "{}x"] if is_odd else [])]))
    wrapped = around.replace("{}", f'<{request} xmlns="{RETAIL}"{draw(attributes)}>{inside}</{request}>')
    others = ["submitNothing", "submitAccountBalanceEnquiry"] if is_odd else []
    name = draw(st.sampled_from([*[operation] * 5, *others]))
    return f'<n:{name} xmlns:n="{CORE}"{draw(attributes)}>{wrapped}</n:{name}>'


def _texts(name: str, *, is_odd: bool) -> st.SearchStrategy[str]:
    good = GOOD.get(name, WORDS)
    return (good | BAD.get(name, ODD_WORDS)) if is_odd else good


def hold_together(operation: str, version: SoapVersion, **options: Any) -> None:
    """Raise AssertionError where the two roads differ for any of the generated examples."""

    @given(requests(operation), ANSWERS[operation], st.booleans())
    @settings(deadline=None, **options)
    def check(body: str, answer: Any, zeros: bool) -> None:
        fast, reference = roads(zeros=zeros).told(operation, body, answer, version)
        assert fast == reference

    check()


@pytest.mark.parametrize("operation", MEMBERS)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_both_roads_answer_the_same(operation: str, version: SoapVersion) -> None:
    hold_together(operation, version, max_examples=60)


@pytest.mark.parametrize("operation", MEMBERS)
def test_a_plain_request_takes_the_fast_road(operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the reference road was taken")

    monkeypatch.setattr(SpyneRoad, "answer", never)
    fresh = Roads(zeros=False)
    answer = Soap(fresh.fast).call(good(operation))
    assert not answer.is_fault
    assert len(fresh.canned.asked) == 1


def _without_contract(road: CompiledRoad, *arguments: Any, answer: Callable[..., Any] = CompiledRoad.answer) -> Any:
    """The fast road's answer where nothing judges the request."""
    kept, road._contract = road._contract, cast("Any", SimpleNamespace(validate=lambda _element: None))
    try:
        return answer(road, *arguments)
    finally:
        road._contract = kept


def _without(member: str) -> Callable[..., Any]:
    """A reader that does not see this member."""
    kept = RequestReader.read

    def read(reader: RequestReader, element: Any) -> Any:
        for child in element.iterchildren(f"{{*}}{member}"):
            element.remove(child)
        return kept(reader, element)

    return read


PLANTED: dict[str, tuple[str, Any, str, Any]] = {
    "a flag in another form": ("submitAccountBalanceEnquiry", balance_replies, "flag_text", lambda _: "1"),
    "a part of a reply left out": ("submitAccountBalanceEnquiry", balance_replies, "_groups", lambda _: ""),
    "an escape left out": ("submitAccountBalanceEnquiry", markup, "_ESCAPES", {"&": "&amp;", "<": "&lt;", ">": "&gt;"}),
    "a row not escaped": ("submitLoyaltyAccountSearch", paged_list, "all_escaped", list),
    "an attribute not escaped": ("submitCustomerNameSearch", paged_list, "escaped_attribute", markup.escaped),
    "an empty member written": ("submitAccountBalanceUpdate", balance_replies, "optional", markup.element),
    "a member not read": ("submitAccountBalanceUpdate", RequestReader, "read", _without("referenceId")),
    "a page not read": ("submitCustomerPostcodeSearch", RequestReader, "read", _without("rowCount")),
    "the contract not asked": ("submitCustomerNameSearch", CompiledRoad, "answer", _without_contract),
}
"""By name: an operation, and what takes the place of what on the fast road."""


@pytest.mark.parametrize("planted", PLANTED)
def test_a_difference_is_found(planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    operation, owner, name, replacement = PLANTED[planted]
    monkeypatch.setattr(owner, name, replacement)
    # Always the same examples, and the first that differs is enough.
    options = {"max_examples": 400, "derandomize": True, "database": None, "phases": [Phase.generate]}
    with pytest.raises((AssertionError, ExceptionGroup)):
        hold_together(operation, VERSIONS[0], **options)


@pytest.mark.parametrize("operation", MEMBERS)
def test_generated_requests_are_mostly_answered(operation: str) -> None:
    """The property would say little about replies if it saw refusals only."""
    answer, statuses = CannedCore().answers[USE_CASES[operation]], []

    @given(requests(operation))
    @settings(max_examples=100, derandomize=True, database=None, phases=[Phase.generate], deadline=None)
    def tell(body: str) -> None:
        statuses.append(roads(zeros=False).told(operation, body, answer, VERSIONS[0])[0][0])

    tell()
    assert statuses.count(200) > 50
    assert statuses.count(500) >= 4

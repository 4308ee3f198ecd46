"""The fast road and Spyne's give the same bytes: for every operation, outcome and fault, good requests and bad."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
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
from tests.wsdl.canned_core import ACCOUNT, CannedCore
from tests.wsdl.soap import Soap, enveloped
from wsdl.application import SoapApplication, build_soap_application
from wsdl.compiled import balance_replies, markup
from wsdl.compiled.road import OPERATIONS, CompiledRoad
from wsdl.names import CORE, RETAIL, VERSIONS, XSI, SoapVersion
from wsdl.spyne_road import SpyneRoad

MEMBERS = {
    "submitAccountBalanceEnquiry": ("accountType", "accountId", "pan", "hashedPan", "currencyId"),
    "submitAccountBalanceUpdate": (
        *("transactionId", "deviceId", "accountId", "accountType", "cardNumber", "updateAmount", "currencyId"),
        *("dateTimeUpdated", "expiryTime", "status", "referenceId", "locationId"),
        *("originalTransactionDeviceId", "originalTransactionId"),
    ),
    "submitCustomerNameSearch": ("searchName", "types", "pageInfo", "pageToken"),
    "submitCustomerPostcodeSearch": ("searchPostcode", "types", "pageInfo", "pageToken"),
    "submitLoyaltyAccountSearch": (
        *("customerNumber", "accountType", "accountId", "pan", "hashedPan", "currencyId", "locationId"),
        *("types", "pageInfo", "pageToken"),
    ),
}
USE_CASES = {
    "submitAccountBalanceEnquiry": "enquire_balance",
    "submitAccountBalanceUpdate": "update_balance",
    "submitCustomerNameSearch": "search_customers_by_name",
    "submitCustomerPostcodeSearch": "search_customers_by_postcode",
    "submitLoyaltyAccountSearch": "search_accounts",
}

TEXTS = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "O'Brien & <Sons>", "]]>", "\r\n\t", "\x00\ufffe\ud800", '"', "Zoë 🎁"])
)
TOKENS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), max_size=12)
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
        st.builds(BalanceReply, ACCOUNTS), st.builds(BalanceReply, st.none(), REFUSALS), ERRORS
    ),
    "submitAccountBalanceUpdate": st.one_of(UPDATES, ERRORS),
    "submitCustomerNameSearch": st.one_of(pages(CUSTOMERS), ERRORS),
    "submitCustomerPostcodeSearch": st.one_of(pages(CUSTOMERS), ERRORS),
    "submitLoyaltyAccountSearch": st.one_of(pages(ACCOUNTS), ERRORS),
}

_GOOD = {
    "accountType": st.sampled_from(["customerLoyaltyAccount", " employeeAccount "]),
    "updateAmount": st.sampled_from(["88", "-0.5", " 1.25 ", "1e3", "", "12345678901234.1234"]),
    "dateTimeUpdated": st.sampled_from(
        ["2026-05-01T10:15:00Z", "2026-05-01T10:15:00.5+01:00", "2026-05-01T24:00:00", ""]
    ),
    "expiryTime": st.sampled_from(["2027-05-01T10:15:00", " 2027-05-01T10:15:00Z "]),
    "status": st.sampled_from(["PENDING", " completed ", "X", "", " "]),
    "types": st.sampled_from(["", "<a/>", '<a b="c">d<e/></a>']),
    "pageInfo": st.sampled_from(
        [
            f"<c:{name} xmlns:c='{CORE}'>{text}</c:{name}>"
            for name in ("rowOffset", "rowCount")
            for text in ("0", "20", "+7", " 5 ", "-1", "x", "")
        ]
    ),
}
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).map(escape),
    st.sampled_from(["887", " 887 ", "a<!-- c -->", "<!-- c -->", "<![CDATA[a&b]]>", "&#13;", "&amp;&lt;"]),
)
ATTRIBUTES = st.sampled_from(
    [
        *[""] * 12,
        f' x:nil="true" xmlns:x="{XSI}"',
        f' x:type="x" xmlns:x="{XSI}"',
        ' id="1"',
        f' x:nil="0" xmlns:x="{XSI}"',
    ]
)


@st.composite
def requests(draw: Callable[..., Any], operation: str) -> str:
    """A body for this operation: mostly members in their order, now and then something that should not be there."""
    chosen = [name for name in MEMBERS[operation] if draw(st.booleans()) or name in ("accountType", "searchName")]
    chosen += draw(st.sampled_from([*[[]] * 8, ["unknown"], ["accountType"]]))
    inside = "".join(_member(name, draw(_GOOD.get(name, WORDS)), draw(ATTRIBUTES)) for name in chosen)
    request = f"{operation[len('submit') :][0].lower()}{operation[len('submit') + 1 :]}Request"
    if operation == "submitAccountBalanceUpdate":
        inside = f"<accountBalanceUpdate{draw(ATTRIBUTES)}>{inside}</accountBalanceUpdate>"
    around = draw(st.sampled_from([*["{}"] * 8, "<!-- c -->{}", "{}{}", ""]))
    wrapped = around.replace("{}", f'<{request} xmlns="{RETAIL}"{draw(ATTRIBUTES)}>{inside}</{request}>')
    name = draw(st.sampled_from([*[operation] * 12, "submitNothing", "submitAccountBalanceEnquiry"]))
    return f'<n:{name} xmlns:n="{CORE}"{draw(ATTRIBUTES)}>{wrapped}</n:{name}>'


def _member(name: str, text: str, attributes: str) -> str:
    if name in ("pageInfo", "pageToken"):
        return f'<c:{name} xmlns:c="{CORE}"{attributes}>{text}</c:{name}>'
    return f"<{name}{attributes}>{text}</{name}>"


@dataclass
class Roads:
    """One core behind two applications: the first takes the fast road, the second Spyne's."""

    zeros: bool

    def __post_init__(self) -> None:
        self.canned = CannedCore()
        self.fast, self.reference = (
            build_soap_application(
                self.canned.core(),
                public_url="http://x",
                paging_zeros=self.zeros,
                correlation_id=lambda _: "correlation-1",
            )
            for _ in range(2)
        )
        assert isinstance(self.reference, SoapApplication)
        served = self.reference._served
        self.reference._served = {
            path: replace(endpoint, road=endpoint.road.reference)
            for path, endpoint in served.items()
            if isinstance(endpoint.road, CompiledRoad)
        }

    def told(self, operation: str, body: str, answer: Any, version: SoapVersion) -> list[tuple[Any, ...]]:
        """What either road answers, and what the core was asked on it."""
        self.canned.answers[USE_CASES[operation]] = answer
        service = next(each.service for each in OPERATIONS if each.name == operation)
        replies = []
        for application in (self.fast, self.reference):
            self.canned.asked.clear()
            sent = enveloped(body, version)
            reply = Soap(application).raw(sent, path=f"/{service}", content_type=version.media_type)
            replies.append((*reply, list(self.canned.asked)))
        return replies


@cache
def roads(*, zeros: bool) -> Roads:
    """Both roads, made once for all examples."""
    return Roads(zeros)


def agree(operation: str, body: str, answer: Any, version: SoapVersion, *, zeros: bool = False) -> bool:
    """Whether both roads answer the same bytes, and ask the core the same."""
    fast, reference = roads(zeros=zeros).told(operation, body, answer, version)
    return bool(fast == reference)


@pytest.mark.parametrize("operation", MEMBERS)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_both_roads_answer_the_same(operation: str, version: SoapVersion) -> None:
    @given(requests(operation), ANSWERS[operation], st.booleans())
    @settings(max_examples=100, deadline=None)
    def check(body: str, answer: Any, zeros: bool) -> None:
        fast, reference = roads(zeros=zeros).told(operation, body, answer, version)
        assert fast == reference

    check()


def good(operation: str) -> str:
    """A plain request of this operation."""
    members = "<accountType>customerLoyaltyAccount</accountType><accountId>1</accountId>"
    if operation.endswith(("NameSearch", "PostcodeSearch")):
        name = operation.removeprefix("submitCustomer").lower().replace("search", "")
        members = f"<search{name.title()}>a</search{name.title()}>"
    request = f"{operation[6].lower()}{operation[7:]}Request"
    if operation == "submitAccountBalanceUpdate":
        members = (
            "<accountBalanceUpdate><accountId>1</accountId><accountType>customerLoyaltyAccount</accountType>"
            "</accountBalanceUpdate>"
        )
    return f'<n:{operation} xmlns:n="{CORE}"><{request} xmlns="{RETAIL}">{members}</{request}></n:{operation}>'


@pytest.mark.parametrize("operation", MEMBERS)
def test_a_plain_request_takes_the_fast_road(operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the reference road was taken")

    monkeypatch.setattr(SpyneRoad, "answer", never)
    fresh = Roads(zeros=False)
    answer = Soap(fresh.fast).call(good(operation))
    assert not answer.is_fault
    assert len(fresh.canned.asked) == 1


@pytest.mark.parametrize(
    ("module", "name", "planted"),
    [
        (balance_replies, "flag_text", lambda _: "1"),
        (balance_replies, "_groups", lambda _: ""),
        (markup, "_ESCAPES", {"&": "&amp;", "<": "&lt;", ">": ">"}),
    ],
)
def test_a_difference_is_noticed(module: Any, name: str, planted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = "submitAccountBalanceEnquiry"
    answer = BalanceReply(replace(ACCOUNT, description="a > b"))
    assert agree(operation, good(operation), answer, VERSIONS[0])
    monkeypatch.setattr(module, name, planted)
    assert not agree(operation, good(operation), answer, VERSIONS[0])

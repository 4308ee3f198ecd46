"""The same message over SOAP and over REST has the same outcome and leaves the same books, good or bad."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.conftest import Shop
from tests.journeys.tills import Answer, Till

AMOUNTS = st.one_of(
    st.integers(-60, 60),
    st.decimals(-20, 20, places=4, allow_nan=False).map(lambda amount: f"{amount:f}"),
    st.sampled_from(["0", "-0", "007", "+5", " 5", "5 ", "5.", ".5", "1e2", "1_0", "NaN", "INF", "٣", "0x1", "", " "]),
    st.sampled_from(["99999999999999", "999999999999999", "1.00000", "1.0000", "-99999999999999.9999", "--5", "5-"]),
)
IDENTIFIERS = st.one_of(
    st.sampled_from("abcdefgh"),
    st.sampled_from(
        ["", " ", " a", "a ", "a b", "\uff21", "é", "a\u00a0", "x" * 100, "x" * 101, "<a>", "&amp;", "%41"]
    ),
)
STATUSES = st.sampled_from(
    ["COMPLETED"] * 4 + ["PENDING"] * 3 + ["CANCELLED"] * 2 + ["completed", "DONE", "", " PENDING"]
)
TYPES = st.sampled_from(["customerLoyaltyAccount"] * 8 + ["CUSTOMERLOYALTYACCOUNT", "customerShoeAccount", "", " "])
MOMENTS = st.sampled_from([1761998400000, 1762084800001, 1624295653842, 4102444800000, 0, -1])

UPDATES = st.fixed_dictionaries(
    {"accountType": TYPES, "transactionId": IDENTIFIERS, "deviceId": IDENTIFIERS},
    optional={
        "updateAmount": AMOUNTS,
        "status": STATUSES,
        "referenceId": st.sampled_from(["", "r1", "r2"]),
        "originalTransactionId": IDENTIFIERS,
        "originalTransactionDeviceId": IDENTIFIERS,
        "currencyId": st.sampled_from(["GBP", "gbp", "EUR", "", "G B"]),
        "dateTimeUpdated": MOMENTS,
        "expiryTime": MOMENTS,
        "locationId": st.sampled_from(["0001", "Store1", ""]),
        "key": st.sampled_from(["", "k1", "k2", "k 3"]),
    },
)


def test_updates_are_answered_alike(shop: Shop) -> None:
    shop.open_account("over-soap", "100")
    shop.open_account("over-rest", "100")
    soap, rest = shop.soap, shop.rest
    example = iter(range(1_000_000))

    def told(till: Till, account: str, update: dict[str, Any], run: int) -> Answer:
        key = f"{run} {account} {update['key']}" if update.get("key") else ""
        answer = till.update(accountId=account, **{**update, "key": key})
        return replace(answer, duplicate_of="yes" if answer.duplicate_of else "")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(UPDATES, min_size=1, max_size=12))
    def hold(updates: list[dict[str, Any]]) -> None:
        run = next(example)
        for update in updates:
            assert told(soap, "over-soap", update, run) == told(rest, "over-rest", update, run), update
        ours = [
            till.enquire("customerLoyaltyAccount", name) for till in (soap, rest) for name in ("over-soap", "over-rest")
        ]
        assert len({answer.figures for answer in ours}) == 1

    hold()


def test_enquiries_are_answered_alike(shop: Shop) -> None:
    soap, rest = shop.soap, shop.rest

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(kind=TYPES, number=st.one_of(IDENTIFIERS, st.just("0101025190527144502028")))
    def hold(kind: str, number: str) -> None:
        # An empty part is no part of a path: REST then has no such address.
        if kind.strip() and number.strip():
            assert soap.enquire(kind, number) == rest.enquire(kind, number)

    hold()


def test_searches_are_answered_alike(shop: Shop) -> None:
    soap, rest = shop.soap, shop.rest
    texts = st.one_of(
        st.sampled_from(["a", "s", "smith", "obrien", "O'Brien", "muller", "Smith J", "amelia bald", "van der", "zzz"]),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6),
    )
    numbers = st.sampled_from(
        ["0", "1", "2", "20", "100", "101", "10000", "10001", "-1", "x", "1.0", " 3", "", "007", "٣"]
    )

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(["searchName", "searchPostcode"]),
        texts.filter(lambda text: all(character.isprintable() for character in text)),
        st.fixed_dictionaries({}, optional={"rowOffset": numbers, "rowCount": numbers}),
    )
    def hold(kind: str, text: str, page: dict[str, str]) -> None:
        assert soap.search(**{kind: text}, **page) == rest.search(**{kind: text}, **page)

    hold()

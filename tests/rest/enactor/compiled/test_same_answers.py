"""Both roads give the same bytes and the same headers, whatever the core says and whatever is asked."""

import json
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.accounts.enquire_balance import BalanceReply
from domain.paging import Page
from domain.refusals import NoAccount
from tests.rest.enactor.compiled import answers
from tests.rest.enactor.compiled.two_roads import BASE, TILL, TwoRoads, request

_ROADS = TwoRoads()
_UPDATE = {
    "transactionId": 978789,
    "deviceId": {"id": "pos1"},
    "accountId": "0101",
    "accountType": "customerLoyaltyAccount",
    "updateAmount": 88,
}
CALLS: dict[str, tuple[dict[str, Any], bytes, st.SearchStrategy[Any]]] = {
    "enquiry": (request("GET", f"{BASE}/accounts/customerLoyaltyAccount/0101"), b"", answers.BALANCES),
    "older enquiry": (
        request("GET", f"{BASE}/accountbalances", "accountType=customerLoyaltyAccount&pan=89"),
        b"",
        answers.BALANCES,
    ),
    "update": (
        request("POST", f"{BASE}/accountBalances/update", body=json.dumps(_UPDATE).encode()),
        json.dumps(_UPDATE).encode(),
        answers.UPDATES,
    ),
    "customer search": (
        request("GET", f"{BASE}/customers/search", "searchName=o%27brien+%C3%A9&rowCount=5"),
        b"",
        answers.CUSTOMER_PAGES,
    ),
    "account search": (request("GET", f"{BASE}/accounts/search", "pan=89&rowOffset=5"), b"", answers.ACCOUNT_PAGES),
}
PAGE: Page[Any] = Page([], 40, 20, 100, next="to+ken")
quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("call", CALLS)
@quick
@given(data=st.data())
def test_every_answer_of_the_core_is_written_alike(call: str, data: st.DataObject) -> None:
    environ, body, said = CALLS[call]
    answer = _ROADS.ask_both(data.draw(said), environ, body)
    assert answer.status == "200 OK"
    assert ("Cache-Control", "no-store") in answer.headers


@pytest.mark.parametrize("call", CALLS)
@settings(quick, max_examples=25)
@given(error=answers.ERRORS)
def test_whatever_the_core_raises_is_answered_alike_and_it_is_asked_once(call: str, error: Exception) -> None:
    environ, body, _ = CALLS[call]
    _ROADS.ask_both(error, environ, body)
    assert [name for name, _ in _ROADS.core.called].count("authenticate") == 1
    assert len(_ROADS.core.called) == 2


@pytest.mark.parametrize("call", CALLS)
@settings(quick, max_examples=5)
@given(data=st.data())
def test_what_tills_send_takes_the_short_road(call: str, data: st.DataObject) -> None:
    environ, body, said = CALLS[call]
    with patch.object(_ROADS.road, "declared", side_effect=AssertionError("the declared road was taken")):
        assert _ROADS.ask(_ROADS.road, data.draw(said), environ, body).status == "200 OK"


VALUES = st.sampled_from(
    [
        "",
        " ",
        "1",
        " 12 ",
        "-1",
        "0",
        "1e3",
        "abc",
        "O'Brien",
        "é",
        "e\u0301",
        "\x00",
        "\t",
        "x" * 101,
        "\N{FULLWIDTH DIGIT NINE}",
        "a,b",
        "%zz",
    ]
) | st.text(max_size=4)
NAMES = st.sampled_from(
    [
        "accountType",
        "accountId",
        "pan",
        "hashedPan",
        "currencyId",
        "locationId",
        "searchName",
        "searchPostcode",
        "rowOffset",
        "rowCount",
        "pageToken",
        "unknown",
        "",
        "é",
    ]
)
TYPE = st.just(("accountType", "customerLoyaltyAccount"))
PAIRS = st.lists(TYPE | st.tuples(NAMES, VALUES), max_size=4)
RAW = st.sampled_from(["&", "a&b", "=", "%", "%c3%28=1", "accountType=%ff", "a;b", "accountType=a=b", "+", "é"])
QUERIES = st.one_of(
    PAIRS.map(lambda pairs: urlencode(pairs, errors="replace")),
    PAIRS.map(lambda pairs: urlencode(pairs, quote_via=quote, errors="replace")),
    RAW,
    st.tuples(PAIRS.map(lambda pairs: urlencode(pairs, errors="replace")), RAW).map("&".join),
)
PATHS = st.one_of(
    st.sampled_from(["/accountbalances", "/accountBalances", "/customers/search", "/accounts/search"]),
    st.sampled_from(
        ["/accounts/search/", "/accounts/a/", "/accounts//b", "/accounts/a/b/c", "/accounts", "/Accounts/a/b"]
    ),
    st.builds(lambda kind, number: f"/accounts/{kind}/{number}", VALUES, VALUES).map(
        lambda path: path.encode("utf-8", "replace").decode("latin-1")
    ),
)
METHODS = st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE"])
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "HTTP_AUTHORIZATION": st.sampled_from(
            [
                "",
                TILL,
                "basic dGlsbC0xOmRlbW8=",
                "Basic  dGlsbC0xOmRlbW8=",
                "Basic dGlsbC0xOmRlbW8",
                "Basic d3Jvbmc6eA==",
                "Basic /w==",
                "Basic OmRlbW8=",
                "Basic !",
                "Bearer good",
                "Bearer bad",
                "Bearer a=b",
                "Bearer good==",
                "x",
            ]
        ),
        "HTTP_ID_TOKEN": st.sampled_from(["customer 100", "bad", " "]),
        "HTTP_SUBJECT": st.sampled_from(["100", " 100 ", "é", "x" * 101]),
        "HTTP_ENACTOR_DEVICE_ID": VALUES,
        "HTTP_ENACTOR_LOCATION_ID": VALUES,
        "HTTP_ENACTOR_USER_ID": VALUES,
        "HTTP_HOST": st.sampled_from(["", "shop.example", "a..b", "x" * 64, "[::1]:80", "a b", "é", "-:0"]),
        "SCRIPT_NAME": st.sampled_from(["", "/mounted"]),
        "REMOTE_ADDR": st.sampled_from(["127.0.0.1", "192.0.2.1"]),
    },
)


@settings(quick, max_examples=200)
@given(method=METHODS, path=PATHS, query=QUERIES, headers=HEADERS, error=st.none() | answers.ERRORS)
def test_every_request_is_read_alike(
    method: str, path: str, query: str, headers: dict[str, str], error: Exception | None
) -> None:
    says: Any = error or (PAGE if "/search" in path else BalanceReply(error=NoAccount()))
    _ROADS.ask_both(says, request(method, BASE + path, query, headers=headers))


@pytest.mark.parametrize(
    ("path", "query", "root"),
    [
        ("/accountbalances", "accountType=customerLoyaltyAccount&pan=1&pan=2", ""),
        ("/customers/search", "searchName=a&other=1&other=2", ""),
        ("/customers/search", "searchName=a", "/mounted"),
    ],
)
def test_what_is_unusual_is_left_to_the_declared_road(path: str, query: str, root: str) -> None:
    environ = {**request("GET", BASE + path, query), "SCRIPT_NAME": root}
    _ROADS.ask_both(PAGE if "search" in path else BalanceReply(error=NoAccount()), environ)


JSON_VALUES = st.sampled_from(
    [
        "null",
        '""',
        '" "',
        "1",
        "-1.5",
        "1e3",
        "1.00000",
        '"12.40"',
        '"x"',
        "true",
        "[]",
        "{}",
        '{"id":"pos1"}',
        '{"id":null}',
        '{"@type":"deviceKey","id":7}',
        '"PENDING"',
        '"cancelled"',
        "1624295653842",
        "99999999999999999999",
        '"\\u0000"',
        '"é"',
    ]
)
MEMBERS = st.sampled_from(
    [
        "@type",
        "transactionId",
        "deviceId",
        "locationId",
        "accountId",
        "accountType",
        "cardNumber",
        "updateAmount",
        "currencyId",
        "dateTimeUpdated",
        "expiryTime",
        "status",
        "referenceId",
        "originalTransactionId",
        "unknown",
        "originalTransactionDeviceId",
    ]
)
WELL_FORMED = st.lists(st.tuples(MEMBERS, JSON_VALUES), max_size=5).map(
    lambda members: (
        "{"
        + ",".join(f'"{name}":{value}' for name, value in [("accountType", '"customerLoyaltyAccount"'), *members])
        + "}"
    )
)
BODIES = st.one_of(
    WELL_FORMED,
    WELL_FORMED,
    st.sampled_from(
        ["", "{}", "[]", "null", "{", '{"a":NaN}', "\ufeff{}", "[" * 40 + "]" * 40, '{"accountType":' + "[" * 40]
    ),
).map(lambda text: text.encode())
BODY_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "CONTENT_TYPE": st.sampled_from(
            [
                "",
                "text/plain",
                "application/json; charset=utf-8",
                "application/json;charset=latin-1",
                "Application/JSON",
                "application/problem+json",
                "application/json; x=y",
            ]
        ),
        "HTTP_CONTENT_ENCODING": st.sampled_from(["gzip", "identity"]),
        "HTTP_IDEMPOTENCY_KEY": VALUES,
        "CONTENT_LENGTH": st.sampled_from(["70000", "-1", "x", "99999999999"]),
    },
)


@settings(quick, max_examples=200)
@given(body=BODIES | st.binary(max_size=5), headers=BODY_HEADERS, is_patch=st.booleans(), says=answers.UPDATES)
def test_every_body_is_read_alike(body: bytes, headers: dict[str, str], is_patch: bool, says: Any) -> None:
    method, path = ("PATCH", "/accountBalances") if is_patch else ("POST", "/accountBalances/update")
    _ROADS.ask_both(says, request(method, BASE + path, body=body, headers=headers), body)


def test_quoting_of_links_is_that_of_the_declared_road() -> None:
    query = urlencode({"searchName": "O'Brien & Søn", "other": "&"})
    answer = _ROADS.ask_both(PAGE, request("GET", f"{BASE}/customers/search", query))
    links = dict(answer.headers)["Link"]
    assert 'rel="first"' in links
    assert 'rel="prev"' in links
    assert "pageToken=to%2Bken" in links

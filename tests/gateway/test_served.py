"""The program as it is served: both protocols, one correlation id, one line a call, nothing personal in any."""

import json
import re
from typing import Any

import pytest
import requests
from lxml import etree

from domain.customers.customer import Customer
from tests.gateway.shop import ACCOUNT, CARD, PASSWORD, PERSON, PERSONAL, TILL, Till
from tests.wsdl.soap import NAME_SEARCH, update_of

ENQUIRY = {"accountType": "customerLoyaltyAccount", "accountId": ACCOUNT}


def lines_of(till: Till, correlation_id: str) -> list[dict[str, Any]]:
    """The log lines with this id."""
    return [line for line in till.gateway.lines if line.get("correlation_id") == correlation_id]


def with_id(till: Till, correlation_id: str) -> Till:
    return Till(till.gateway, till.password, {"X-Correlation-ID": correlation_id})


def test_an_update_over_soap_is_one_movement_and_one_line(till: Till) -> None:
    reply = with_id(till, "soap-update").soap_update("s1", 5)
    assert (reply.status_code, reply.headers["X-Correlation-ID"]) == (200, "soap-update")
    (line,) = lines_of(till, "soap-update")
    assert {
        "event": "movement",
        "level": "info",
        "protocol": "soap",
        "operation": "update-balance",
        "outcome": "Success",
        "programme": "CLUB",
        "credential": TILL,
        "moved": "5",
    }.items() <= line.items()
    assert line["movement"]


def test_an_update_over_rest_is_one_movement_and_one_line(till: Till) -> None:
    reply = with_id(till, "rest-update").rest_update("r1", 6)
    assert (reply.status_code, reply.headers["X-Correlation-ID"]) == (200, "rest-update")
    (line,) = lines_of(till, "rest-update")
    assert (line["event"], line["protocol"], line["operation"]) == ("movement", "rest", "update-balance")


def test_a_retry_on_the_other_protocol_is_told_as_a_replay_of_the_same_movement(till: Till) -> None:
    with_id(till, "first").soap_update("both", 7)
    with_id(till, "again").rest_update("both", 7)
    (first,), (again,) = lines_of(till, "first"), lines_of(till, "again")
    assert (first["event"], again["event"]) == ("movement", "replay")
    assert first["movement"] == again["movement"]


@pytest.mark.parametrize("protocol", ["soap", "rest"])
def test_a_refusal_is_one_line_with_its_code(till: Till, protocol: str) -> None:
    sender = with_id(till, f"refusal-{protocol}")
    update = sender.soap_update if protocol == "soap" else sender.rest_update
    assert update(f"too-much-{protocol}", -1_000_000).status_code == 200
    (line,) = lines_of(till, f"refusal-{protocol}")
    assert (line["event"], line["outcome"], line["credential"]) == ("refusal", "InsufficientFunds", TILL)


def test_a_refused_password_is_told_with_the_reason_that_the_caller_does_not_see(till: Till) -> None:
    for protocol in ("soap", "rest"):
        sender = Till(till.gateway, "wrong-canary-password", {"X-Correlation-ID": f"wrong-{protocol}"})
        reply = (
            sender.soap_update("x", 1) if protocol == "soap" else sender.rest("GET", "/accountbalances", params=ENQUIRY)
        )
        assert reply.status_code == 401
        assert "the secret is wrong" not in reply.text
        (line,) = lines_of(till, f"wrong-{protocol}")
        assert (line["event"], line["outcome"]) == ("refusal", "Unauthenticated")
        assert (line["reason"], line["credential"]) == ("the secret is wrong", TILL)


def test_the_id_is_in_a_fault_and_in_a_problem(till: Till) -> None:
    fault = with_id(till, "in-a-fault").soap("<nonsense/>")
    assert etree.fromstring(fault.content).findtext(".//{*}correlationId") == "in-a-fault"
    problem = with_id(till, "in-a-problem").rest("GET", "/accountbalances")
    assert problem.json()["correlationId"] == "in-a-problem"
    assert [line["outcome"] for id_ in ("in-a-fault", "in-a-problem") for line in lines_of(till, id_)] == [
        "InvalidInput",
        "InvalidInput",
    ]


def test_without_an_id_of_its_own_a_call_gets_one(till: Till) -> None:
    fault = till.soap("<nonsense/>")
    assert re.fullmatch("[0-9a-f]{32}", fault.headers["X-Correlation-ID"])
    assert fault.headers["X-Correlation-ID"] in fault.text


def test_metrics_count_both_protocols_by_operation_and_outcome(till: Till) -> None:
    till.soap_update("counted-1", 1)
    till.rest_update("counted-2", 1)
    till.soap_update("counted-3", -1_000_000)
    figures = requests.get(f"{till.gateway.url}/metrics", timeout=5).text
    for protocol, outcome in (("soap", "Success"), ("rest", "Success"), ("soap", "InsufficientFunds")):
        counted = f'loyalty_calls_total{{operation="update-balance",outcome="{outcome}",protocol="{protocol}"}}'
        assert re.search(rf"^{re.escape(counted)} [1-9]", figures, re.MULTILINE), counted
    assert 'loyalty_call_seconds_bucket{le="0.005",operation="update-balance",protocol="rest"}' in figures
    assert re.search(r"^loyalty_oldest_event_seconds [0-9]", figures, re.MULTILINE)


def test_the_start_page_lists_what_answers(till: Till) -> None:
    page = requests.get(f"{till.gateway.url}/", timeout=5)
    links = re.findall('<a href="([^"]+)"', page.text)
    assert {"/axis2/services/CustomerService", "/axis2/services/CustomerService?wsdl"} <= set(links)
    assert len(links) >= 5
    for link in links:
        assert requests.get(f"{till.gateway.url}{link}", timeout=5).status_code == 200, link


def test_nothing_at_an_address_says_so(till: Till) -> None:
    reply = requests.get(f"{till.gateway.url}/no/such/page", timeout=5)
    assert (reply.status_code, reply.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_no_line_holds_personal_data_a_query_string_or_a_secret(till: Till) -> None:
    """Every kind of call, good and bad, with canaries wherever a caller can put something."""
    wrong = Till(till.gateway, "wrong-canary-password")
    search = {"searchName": PERSON.surname, "rowCount": "5"}
    assert PERSON.surname in till.rest("GET", "/customers/search", params=search).text
    assert PERSON.surname in till.soap(NAME_SEARCH.replace(">a<", f">{PERSON.surname}<"), "CustomerService").text
    assert PERSON.forename in till.rest("GET", "/accountbalances", params=ENQUIRY).text
    till.rest("GET", "/accountbalances", params={"accountType": "customerLoyaltyAccount", "cardNumber": CARD})
    till.rest("GET", "/customers/search", params={"searchPostcode": PERSON.address.postcode})
    till.rest("GET", f"/accounts/customerLoyaltyAccount/{CARD}")
    users = f"{till.gateway.url}/priv/v1/apps"
    for key, shown in (("CLUB", PERSON.forename), ("canary-key", "invalid_api_key")):
        for question in ({"email": PERSON.email}, {"mobile_number": PERSON.phone}, {"external_id": PERSON.number}):
            reply = requests.get(f"{users}/{key}/users/search", params=question, auth=(TILL, till.password), timeout=5)
            assert shown in reply.text
    requests.get(f"{users}/CLUB/users/search?email=canary@{PERSON.surname}", auth=(TILL, till.password), timeout=5)
    requests.get(f"{users}/CLUB/users/canary-{PERSON.surname}", auth=(TILL, till.password), timeout=5)
    till.rest("GET", f"/no/{CARD}", params={"canary-query": "canary-value"})
    till.rest(
        "POST",
        "/accountBalances/update",
        data='{"accountId": "canary-broken-json',
        headers={"Content-Type": "application/json"},
    )
    till.rest("POST", "/accountBalances/update", json={"updateAmount": "canary-amount", "cardNumber": CARD})
    till.soap("<canary-element")
    till.soap(f"<ns:canary xmlns:ns='x'>{PERSON.surname}</ns:canary>")
    till.soap(update_of(f"<cardNumber>{CARD}</cardNumber><updateAmount>canary-amount</updateAmount>"))
    wrong.soap_update("canary", 1)
    wrong.rest("GET", "/customers/search", params=search)
    requests.get(f"{till.gateway.url}/WebRestApi/rest/loyalty", headers={"id_token": "canary.id.token"}, timeout=5)
    requests.get(f"{till.gateway.url}/axis2/services/CustomerService?wsdl&canary-query", timeout=5)
    requests.get(f"{till.gateway.url}/canary-path", timeout=5)
    log = till.gateway.log
    told = [canary for canary in (*PERSONAL, PASSWORD, "wrong-canary-password", ACCOUNT) if canary in log]
    assert not told
    assert "canary" not in log.lower()
    assert len(till.gateway.lines) > 17
    assert isinstance(PERSON, Customer)


def test_every_line_is_json_with_time_level_and_event(till: Till) -> None:
    plain = [line for line in till.gateway.log.splitlines() if not line.startswith("{")]
    assert not [line for line in plain if "http" not in line and line.strip() and not line.endswith(":")]
    for line in till.gateway.log.splitlines():
        if line.startswith("{"):
            assert {"timestamp", "level", "event"} <= json.loads(line).keys()

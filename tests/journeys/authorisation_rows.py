"""How each operation of both faces is asked for somebody's data, and which right it needs."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.customers.identifier_keys import customer_uuid
from domain.identity.caller import Operation
from rest.enactor import openapi
from tests.builders import LOYALTY
from tests.wsdl.examples import ALL, Example
from tests.wsdl.soap import enveloped, update_of
from wsdl.names import CORE, RETAIL


@dataclass(frozen=True)
class Whose:
    """Somebody whose data is asked for. `forename` is told by answers and never sent in a question."""

    customer: str
    account: str
    card: str
    surname: str
    forename: str
    postcode: str


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """What an operation needs; `tells` is what its answer has in it when it is given. None: not about a person."""

    needs: Operation
    ask: Callable[[Whose], Ask]
    tells: Callable[[Whose], str] | None = lambda whose: whose.forename
    goes_by_subject: bool = False
    ask_at: Callable[[Whose, str], Ask] | None = None
    """The same from a site that the message itself must name."""


def _get(path: str) -> Callable[[Whose], Ask]:
    return lambda whose: Ask("GET", "/WebRestApi/rest" + path.format(type=LOYALTY, **vars(whose)))


def _of_subject(path: str) -> Callable[[Whose], Ask]:
    return lambda whose: Ask("GET", f"/WebRestApi/rest{path}", headers={"HTTP_SUBJECT": whose.customer})


def _rest_update(method: str, path: str, transaction_id: str) -> Callable[[Whose], Ask]:
    def ask(whose: Whose) -> Ask:
        members = {"transactionId": transaction_id, "deviceId": "d", "accountId": whose.account, "accountType": LOYALTY}
        return Ask(method, f"/WebRestApi/rest{path}", json.dumps({**members, "updateAmount": 0}).encode())

    return ask


def _soap(service: str, operation: str, request: str, members: str) -> Callable[[Whose], Ask]:
    def ask(whose: Whose) -> Ask:
        inner = members.format(type=LOYALTY, **vars(whose))
        body = f'<c:{operation} xmlns:c="{CORE}" xmlns:r="{RETAIL}"><r:{request}>{inner}</r:{request}></c:{operation}>'
        return Ask("POST", f"/axis2/services/{service}", enveloped(body).encode(), "text/xml; charset=utf-8")

    return ask


def _soap_update(whose: Whose) -> Ask:
    members = (
        f"<transactionId>soap</transactionId><deviceId>d</deviceId><accountId>{whose.account}</accountId>"
        f"<accountType>{LOYALTY}</accountType><updateAmount>0</updateAmount>"
    )
    body = enveloped(update_of(members)).encode()
    return Ask("POST", "/axis2/services/AccountBalanceService", body, "text/xml; charset=utf-8")


def _documented(method: str, path: str) -> Callable[[Whose], Ask]:
    """The example of the API's document, or an empty query."""
    operation: dict[str, Any] = openapi.document()["paths"][path][method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = json.dumps(content["example"]).encode() if "example" in content else b""
    query = "?" + "&".join(
        f"{parameter['name']}=1"
        for parameter in operation.get("parameters", [])
        if parameter.get("in") == "query" and parameter.get("required")
    )
    return lambda _whose: Ask(method, (path + query).rstrip("?"), body)


def _look_up(whose: Whose, site: str) -> Ask:
    payload = {"external_customer_id": whose.customer}
    said = {"store_id": site, "client_id": "d", "request_id": "r", "request_payload": payload}
    return Ask("POST", "/api/2.0/lookup", json.dumps(said).encode())


def _soap_example(example: Example) -> Callable[[Whose], Ask]:
    """The example of the contract."""
    body = example.file("request").read_bytes()
    return lambda _whose: Ask("POST", f"/axis2/services/{example.service}", body, "text/xml; charset=utf-8")


def _succeeds(_whose: Whose) -> str:
    return "Success"


ROWS = {
    "getAccountBalance": Row(Operation.ENQUIRE_BALANCE, _get("/accounts/{type}/{account}")),
    "getAccountBalanceOlder": Row(
        Operation.ENQUIRE_BALANCE, _get("/accountbalances?accountType={type}&accountId={account}")
    ),
    "getAccountBalanceOlderCamelCase": Row(
        Operation.ENQUIRE_BALANCE, _get("/accountBalances?accountType={type}&pan={card}")
    ),
    "explainAccountBalance": Row(
        Operation.ENQUIRE_BALANCE,
        _get("/accounts/{type}/{account}/explanation"),
        lambda whose: f'"accountId":"{whose.account}"',
    ),
    "submitAccountBalanceUpdate": Row(
        Operation.UPDATE_BALANCE, _rest_update("POST", "/accountBalances/update", "post"), _succeeds
    ),
    "patchAccountBalance": Row(Operation.UPDATE_BALANCE, _rest_update("PATCH", "/accountBalances", "patch"), _succeeds),
    "searchAccounts": Row(Operation.SEARCH_ACCOUNTS, _get("/accounts/search?accountId={account}")),
    "listLoyaltyAccounts": Row(
        Operation.SEARCH_ACCOUNTS, _of_subject("/loyalty"), lambda whose: whose.account, goes_by_subject=True
    ),
    "getLoyaltyDetails": Row(Operation.ENQUIRE_BALANCE, _get("/loyalty/{account}"), lambda whose: whose.card),
    "getCustomer": Row(Operation.READ_CUSTOMER, _of_subject("/customers"), goes_by_subject=True),
    "searchCustomers": Row(Operation.SEARCH_CUSTOMERS, _get("/customers/search?searchName={surname}")),
    "listCustomerTransactions": Row(
        Operation.READ_CUSTOMER,
        _of_subject("/customers/transactions"),
        lambda whose: whose.account,
        goes_by_subject=True,
    ),
    "SOAP submitCustomerNameSearch": Row(
        Operation.SEARCH_CUSTOMERS,
        _soap(
            "CustomerService",
            "submitCustomerNameSearch",
            "customerNameSearchRequest",
            "<r:searchName>{surname}</r:searchName>",
        ),
    ),
    "SOAP submitCustomerPostcodeSearch": Row(
        Operation.SEARCH_CUSTOMERS,
        _soap(
            "CustomerService",
            "submitCustomerPostcodeSearch",
            "customerPostcodeSearchRequest",
            "<r:searchPostcode>{postcode}</r:searchPostcode>",
        ),
    ),
    "SOAP submitLoyaltyAccountSearch": Row(
        Operation.SEARCH_ACCOUNTS,
        _soap(
            "CustomerService",
            "submitLoyaltyAccountSearch",
            "loyaltyAccountSearchRequest",
            "<r:accountId>{account}</r:accountId>",
        ),
        lambda whose: whose.account,
    ),
    "SOAP submitAccountBalanceEnquiry": Row(
        Operation.ENQUIRE_BALANCE,
        _soap(
            "AccountBalanceService",
            "submitAccountBalanceEnquiry",
            "accountBalanceEnquiryRequest",
            "<r:accountType>{type}</r:accountType><r:accountId>{account}</r:accountId>",
        ),
    ),
    "SOAP submitAccountBalanceUpdate": Row(Operation.UPDATE_BALANCE, _soap_update, _succeeds),
}
"""A row for each operation of both faces. An operation without one fails a test: who may call it must be said here."""


def rest_operations() -> Iterator[tuple[str, str, str]]:
    """The id, the method and the path of every operation in the API's document, which a test holds to the route table."""
    for path, item in openapi.document()["paths"].items():
        for method, operation in item.items():
            if "operationId" in operation:
                yield operation["operationId"], method.upper(), path


ROWS |= {
    name: Row(
        Operation.REVIEW_TICKETS if "/reviews" in path else Operation.SEND_TICKETS,
        _documented(method, path),
        tells=None,
    )
    for name, method, path in rest_operations()
    if "/tickets" in path
}

ROWS |= {
    f"SOAP {example.operation}": Row(Operation.SEND_TICKETS, _soap_example(example), tells=None)
    for example in ALL
    if example.service == "PosTicketService"
}

ROWS |= {
    "searchUsers": Row(
        Operation.READ_CUSTOMER,
        lambda whose: Ask("GET", f"/priv/v1/apps/ONE/users/search?external_id={whose.customer}"),
    ),
    # The first customer that was put into the house.
    "fetchUser": Row(Operation.READ_CUSTOMER, lambda _whose: Ask("GET", f"/priv/v1/apps/ONE/users/{customer_uuid(1)}")),
    "lookupUser": Row(
        Operation.READ_CUSTOMER,
        lambda whose: _look_up(whose, "0001"),
        ask_at=_look_up,
    ),
    "sendTransaction": Row(Operation.SEND_TICKETS, _documented("POST", "/api/2.0/send_transaction"), tells=None),
    "createUser": Row(
        Operation.WRITE_CUSTOMER,
        lambda whose: Ask(
            "POST", "/priv/v1/apps/ONE/users", b'{"user": {"external_id": "%s"}}' % whose.customer.encode()
        ),
        tells=None,
    ),
    "updateUser": Row(
        Operation.WRITE_CUSTOMER,
        lambda _whose: Ask("PUT", f"/priv/v1/apps/ONE/users/{customer_uuid(1)}", b'{"user": {}}'),
    ),
    "fetchExternalUser": Row(
        Operation.READ_CUSTOMER, lambda whose: Ask("GET", f"/priv/v1/apps/ONE/external/users/{whose.customer}")
    ),
    "updateExternalUser": Row(
        Operation.WRITE_CUSTOMER,
        lambda whose: Ask("PUT", f"/priv/v1/apps/ONE/external/users/{whose.customer}", b'{"user": {}}'),
    ),
    "enrolUser": Row(
        Operation.WRITE_CUSTOMER, lambda _whose: Ask("POST", f"/priv/v1/apps/ONE/users/{customer_uuid(1)}/enroll")
    ),
}

OPEN = frozenset({"issueToken"})
"""Operations that are themselves how one signs in."""

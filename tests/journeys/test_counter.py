"""The whole counter job at the running program: a zeep client, plain HTTP, one set of books."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import zeep
from requests.auth import HTTPBasicAuth
from zeep.transports import Transport

from tests.journeys.conftest import Shop

ACCOUNT = {"accountType": "customerLoyaltyAccount", "accountId": "0101025190527144502028"}
DEVICE = "pos1@0001.enactor"


class LegacyTill:
    """A till on zeep: it reads the contract from the program and knows nothing else."""

    def __init__(self, url: str, session: requests.Session) -> None:
        transport: Any = Transport(session=session)  # type: ignore[no-untyped-call]  # zeep has no types
        self._services = {
            name: zeep.Client(f"{url}/axis2/services/{name}?wsdl", transport=transport)  # type: ignore[no-untyped-call]
            for name in ("CustomerService", "AccountBalanceService")
        }

    def search(self, name: str, **page: Any) -> Any:
        """The paged list of a name search."""
        request = {"searchName": name, **({"pageInfo": page} if page else {})}
        return self._services["CustomerService"].service.submitCustomerNameSearch(customerNameSearchRequest=request)

    def accounts(self, customer_number: str) -> list[str]:
        """The account ids of a customer."""
        found = self._services["CustomerService"].service.submitLoyaltyAccountSearch(
            loyaltyAccountSearchRequest={"customerNumber": customer_number}
        )
        return [row.key._value_1 for row in found.contents]

    def enquire(self) -> Any:
        """The balance of the journey's account."""
        return self._services["AccountBalanceService"].service.submitAccountBalanceEnquiry(
            accountBalanceEnquiryRequest=ACCOUNT
        )

    def update(self, transaction_id: str, amount: str, **more: str) -> Any:
        """Move the balance of the journey's account."""
        update = {**ACCOUNT, "transactionId": transaction_id, "deviceId": DEVICE, "updateAmount": amount, **more}
        return self._services["AccountBalanceService"].service.submitAccountBalanceUpdate(
            accountBalanceUpdateRequest={"accountBalanceUpdate": update}
        )


@pytest.fixture
def rest() -> Iterator[requests.Session]:
    """Plain HTTP with the till's credentials."""
    with requests.Session() as session:
        session.auth = HTTPBasicAuth("till-1", "demo")
        yield session


def test_the_counter_job_over_both_protocols(shop: Shop, rest: requests.Session) -> None:
    till = LegacyTill(shop.gateway.url, rest)
    base = f"{shop.gateway.url}/WebRestApi/rest"

    def update(**members: Any) -> Any:
        body = {"@type": "accountBalanceUpdate", **ACCOUNT, "deviceId": {"@type": "deviceKey", "id": DEVICE}, **members}
        reply = rest.post(f"{base}/accountBalances/update", json=body)
        assert reply.status_code == 200, reply.text
        return reply.json()["accountBalanceUpdateOutput"]

    first, second = till.search("s", rowCount=2), till.search("s", rowOffset=2, rowCount=2)
    names = [row.key._value_1 for page in (first, second) for row in page.contents]
    assert len(set(names)) == 4
    assert (first.rowsPerPage, second.currentRowOffset) == (2, 2)
    assert first.totalRows == second.totalRows >= 4

    assert ACCOUNT["accountId"] in till.accounts("100")
    enquired = till.enquire()
    start = int(enquired.balance)
    shown = rest.get(f"{base}/accounts/{ACCOUNT['accountType']}/{ACCOUNT['accountId']}").json()
    groups = [group["id"] for group in shown["accountBalanceEnquiryOutput"]["customerGroups"]]
    assert enquired.customerGroups.groupId == groups == ["CLUB", "VIP"]

    told = till.update("9001", "88")
    assert (told.outcome.name, int(told.balance), told.replayed) == ("Success", start + 88, False)
    again = update(transactionId=9001, updateAmount=88)
    assert again["outcome"]["name"] == "Success"
    assert (again["balance"], again["available"], again["held"]) == (start + 88, start + 88, 0)
    assert again["replayed"] is True

    held = update(transactionId="9002", updateAmount=-60, status="PENDING")
    assert (held["balance"], held["held"], held["available"]) == (start + 88, 60, start + 28)
    part = till.update("9002", "-25", status="COMPLETED")
    assert (int(part.balance), int(part.held)) == (start + 63, 0)
    back = update(transactionId="9003", originalTransactionId="9002", updateAmount=25)
    assert (back["balance"], back["held"]) == (start + 88, 0)
    assert int(till.enquire().balance) == start + 88

    other = rest.post(
        f"{base}/accountBalances/update",
        json={**ACCOUNT, "deviceId": DEVICE, "transactionId": "9001", "updateAmount": 89},
    )
    assert (other.status_code, other.json()["errorCode"]) == (422, "IdempotencyMismatch")
    assert int(till.enquire().balance) == start + 88

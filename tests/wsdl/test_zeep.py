"""zeep drives all five operations in both versions of SOAP, against a served port and a real database."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import requests
import zeep
from lxml import etree
from zeep.plugins import HistoryPlugin
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

from tests.wsdl.served import served
from tests.wsdl.soap import SCHEMA
from tests.wsdl.sqlite_core import ACCOUNT, CARD, sqlite_core
from wsdl.names import CORE, VERSIONS, SoapVersion

TYPE = "customerLoyaltyAccount"


class Till:
    """A till that knows the WSDLs and nothing else."""

    def __init__(self, services: str, version: SoapVersion, **options: Any) -> None:
        self.history: Any = HistoryPlugin()  # type: ignore[no-untyped-call]
        self._services, self._version, self._options = services, version, options
        self.customers = self._proxy("CustomerService")
        self.balances = self._proxy("AccountBalanceService")

    def _proxy(self, service: str) -> Any:
        session = requests.Session()
        session.auth = None if "wsse" in self._options else ("till-1", "demo")
        endpoint = f"{service}HttpSoap{self._version.number.replace('.', '')}Endpoint"
        client = zeep.Client(  # type: ignore[no-untyped-call]
            f"{self._services}/{service}.{endpoint}?wsdl",
            transport=Transport(session=session),  # type: ignore[no-untyped-call]
            plugins=[self.history],
            **self._options,
        )
        return client.bind(service, endpoint)

    def update(self, transaction_id: str, **members: Any) -> Any:
        """Send an update of the account."""
        update = {"transactionId": transaction_id, "deviceId": "till-1", "accountId": ACCOUNT, "accountType": TYPE}
        output = self.balances.submitAccountBalanceUpdate({"accountBalanceUpdate": update | members})
        SCHEMA.assertValid(_content(self.history.last_received["envelope"]))
        return output

    def figures(self) -> tuple[Decimal, Decimal, Decimal]:
        """Balance, available and held as an enquiry tells them."""
        output = self.balances.submitAccountBalanceEnquiry({"accountType": TYPE, "accountId": ACCOUNT})
        return output.balance, output.available, output.held


def _content(envelope: Any) -> Any:
    return etree.fromstring(etree.tostring(envelope))[-1][0]


@pytest.fixture(scope="module")
def services(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served SOAP face."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("zeep"))
    with sqlite_core(url) as core, served(core) as address:
        yield address


@pytest.fixture(params=VERSIONS, ids=lambda version: version.number)
def till(services: str, request: pytest.FixtureRequest) -> Till:
    """A till for each version of SOAP."""
    return Till(services, request.param)


def _rows(paged: Any) -> list[dict[str, str]]:
    names = paged.propertyNames.string
    return [
        dict(zip(names, [value["_value_1"] for value in row.data["values"].arrayObject], strict=True))
        for row in paged.contents
    ]


def test_a_name_search_turns_pages_by_offset_and_by_token(till: Till) -> None:
    first = till.customers.submitCustomerNameSearch({"searchName": "a"})
    assert (first.rowsPerPage, first.currentRowOffset, first.totalRows) == (20, 0, 45)
    by_offset = till.customers.submitCustomerNameSearch(
        {"searchName": "a", "pageInfo": {"rowOffset": 20, "rowCount": 20}}
    )
    by_token = till.customers.submitCustomerNameSearch({"searchName": "a", "pageToken": first.nextPageToken})
    assert _rows(by_offset) == _rows(by_token)
    last = till.customers.submitCustomerNameSearch({"searchName": "a", "pageToken": by_token.nextPageToken})
    assert (len(last.contents), last.nextPageToken) == (5, None)
    assert len({row.key["_value_1"] for page in (first, by_token, last) for row in page.contents}) == 45


def test_a_name_search_reads_the_documented_shape(till: Till) -> None:
    paged = till.customers.submitCustomerNameSearch({"searchName": "baldw", "types": {}})
    (row,) = _rows(paged)
    assert (row["customerNumber"], row["forename"], row["surname"], row["title"]) == (
        "100",
        "Amelia",
        "Baldwin",
        "Miss",
    )
    assert type(paged.contents[0]).__name__ == "ListElement"
    assert type(paged.contents[0].key).__name__ == "CustomerKey"
    SCHEMA.assertValid(_content(till.history.last_received["envelope"]))


def test_a_postcode_search_finds_the_customer(till: Till) -> None:
    (row,) = _rows(till.customers.submitCustomerPostcodeSearch({"searchPostcode": "m11aa"}))
    assert (row["customerNumber"], row["postCode"]) == ("100", "M1 1AA")


@pytest.mark.parametrize(
    "search", [{"customerNumber": "100"}, {"pan": CARD}, {"accountId": ACCOUNT, "accountType": TYPE}]
)
def test_an_account_search_finds_the_account(till: Till, search: dict[str, str]) -> None:
    (row,) = _rows(till.customers.submitLoyaltyAccountSearch(search))
    assert (row["accountId"], row["accountType"], row["customerNumber"]) == (ACCOUNT, TYPE, "100")


def test_an_enquiry_tells_the_account(till: Till) -> None:
    output = till.balances.submitAccountBalanceEnquiry({"accountType": TYPE.upper(), "pan": CARD})
    assert (output.outcome.name, output.account.accountId, output.customer.surname) == ("Success", ACCOUNT, "Baldwin")
    assert type(output.account).__name__ == "CustomerLoyaltyAccount"
    assert output.customerLoyaltyAccountTotal.pointsBalance == output.balance
    SCHEMA.assertValid(_content(till.history.last_received["envelope"]))


def test_an_enquiry_for_nothing_is_an_outcome(till: Till) -> None:
    output = till.balances.submitAccountBalanceEnquiry({"accountType": TYPE, "accountId": "nothing"})
    assert (output.outcome.name, output.errorCode, output.balance) == ("NoAccount", "NoAccount", None)


def test_an_update_moves_once_however_often_it_is_sent(till: Till, request: pytest.FixtureRequest) -> None:
    before = till.figures()[0]
    first = till.update(request.node.name, updateAmount="88")
    again = till.update(request.node.name, updateAmount="88")
    assert (first.outcome.name, first.balance, first.replayed) == ("Success", before + 88, False)
    assert (again.outcome.name, again.balance, again.replayed) == ("Success", before + 88, True)
    assert till.figures()[0] == before + 88


def test_a_hold_is_completed_in_part_and_reversed(till: Till, request: pytest.FixtureRequest) -> None:
    balance, available, held = till.figures()
    hold = till.update(request.node.name, updateAmount="-100", status="PENDING")
    assert (hold.balance, hold.available, hold.held) == (balance, available - 100, held + 100)
    assert hold.accountBalanceUpdate.expiryTime is not None
    done = till.update(request.node.name, updateAmount="-60", status="COMPLETED")
    assert (done.balance, done.available, done.held) == (balance - 60, available - 60, held)
    back = till.update(f"{request.node.name} back", originalTransactionId=request.node.name)
    assert (back.outcome.name, back.balance, back.held) == ("Success", balance, held)


def test_a_refusal_is_an_outcome_with_the_figures(till: Till, request: pytest.FixtureRequest) -> None:
    balance = till.figures()[0]
    output = till.update(request.node.name, updateAmount="-99999999")
    assert (output.outcome.name, output.errorCode, output.balance) == ("Fail", "InsufficientFunds", balance)


def test_a_known_key_with_other_content_is_a_typed_fault(till: Till, request: pytest.FixtureRequest) -> None:
    till.update(request.node.name, updateAmount="1")
    with pytest.raises(zeep.exceptions.Fault) as caught:
        till.update(request.node.name, updateAmount="2")
    error = caught.value.detail.find(f"{{{CORE}}}errorMessage")
    assert error.findtext(f"{{{CORE}}}errorCode") == "IdempotencyMismatch"
    assert error.findtext(f"{{{CORE}}}moved") == "false"


def test_the_context_header_carries_the_key(till: Till, request: pytest.FixtureRequest) -> None:
    update = {"accountBalanceUpdate": {"accountId": ACCOUNT, "accountType": TYPE, "updateAmount": "1"}}
    context = {"requestContext": {"idempotencyKey": request.node.name}}
    first = till.balances.submitAccountBalanceUpdate(update, _soapheaders=context)
    again = till.balances.submitAccountBalanceUpdate(update, _soapheaders=context)
    assert (first.replayed, again.replayed, again.balance) == (False, True, first.balance)
    with pytest.raises(zeep.exceptions.Fault, match="Idempotency-Key"):
        till.balances.submitAccountBalanceUpdate(update)


@pytest.mark.parametrize("use_digest", [False, True], ids=["text", "digest"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_username_token_opens_the_door(services: str, version: SoapVersion, use_digest: bool) -> None:
    till = Till(services, version, wsse=UsernameToken("till-1", "demo", use_digest=use_digest))  # type: ignore[no-untyped-call]
    assert till.figures()[0] > 0
    stranger = Till(services, version, wsse=UsernameToken("till-1", "wrong", use_digest=use_digest))  # type: ignore[no-untyped-call]
    with pytest.raises(zeep.exceptions.Fault) as caught:
        stranger.figures()
    assert caught.value.detail.findtext(f".//{{{CORE}}}errorCode") == "Unauthenticated"


def test_a_body_too_large_is_a_fault_over_the_wire(till: Till) -> None:
    with pytest.raises(zeep.exceptions.Fault, match="larger than 65536 bytes"):
        till.customers.submitCustomerNameSearch({"searchName": "a" * 70_000})


@pytest.mark.parametrize("endpoint", ["", ".AccountBalanceServiceHttpSoap12Endpoint"])
def test_strict_reading_of_the_wsdl_gives_no_warning(
    services: str, caplog: pytest.LogCaptureFixture, endpoint: str
) -> None:
    caplog.set_level("WARNING", logger="zeep")
    zeep.Client(f"{services}/AccountBalanceService{endpoint}?wsdl", settings=zeep.Settings(strict=True))  # type: ignore[no-untyped-call]
    assert not caplog.records

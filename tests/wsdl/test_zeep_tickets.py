"""zeep drives all operations of PosTicketService in both versions of SOAP, against a served port and a real database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import requests
import zeep
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

from tests.wsdl.served import served
from tests.wsdl.sqlite_core import CARD, WATCHED, sqlite_core
from wsdl.names import VERSIONS, SoapVersion

LINES = {"line": [{"itemCode": "A", "amount": "12.40", "name": "Café"}, {"itemCode": "B", "amount": Decimal(7)}]}
DAY = date(2026, 11, 1)


class Till:
    """A till that knows the WSDL and nothing else."""

    def __init__(self, services: str, version: SoapVersion, query: str, **options: Any) -> None:
        session = requests.Session()
        session.auth = None if "wsse" in options else ("till-1", "demo")
        endpoint = f"PosTicketServiceHttpSoap{version.number.replace('.', '')}Endpoint"
        client: Any = zeep.Client(  # type: ignore[no-untyped-call]
            f"{services}/PosTicketService.{endpoint}?{query}",
            transport=Transport(session=session),  # type: ignore[no-untyped-call]
            **options,
        )
        self.name = f"zeep-{version.number}-{query}"
        self.service = client.bind("PosTicketService", endpoint)

    def send(self, receipt: str, **members: Any) -> Any:
        """Send a ticket of this till."""
        ticket = {"receiptNumber": receipt, "businessDate": DAY, "deviceId": self.name, **members}
        return self.service.submitTicket({**ticket, "occurredAt": members.get("occurredAt", datetime.now(UTC))})


@pytest.fixture(scope="module")
def services(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served SOAP face."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("zeep"))
    with sqlite_core(url, WATCHED) as core, served(core) as address:
        yield address


@pytest.fixture(
    params=[(version, query) for version in VERSIONS for query in ("wsdl", "singleWsdl")],
    ids=lambda param: f"{param[0].number}-{param[1]}",
)
def till(services: str, request: pytest.FixtureRequest) -> Till:
    """A till for each version of SOAP and each form of the contract."""
    return Till(services, *request.param)


def test_a_purchase_is_previewed_sent_returned_and_cancelled(till: Till) -> None:
    forecast = till.service.submitEarningPreview({"cardNumber": CARD, "lines": LINES})
    assert (forecast.points, forecast.shares.share) == (19, [12, 7])
    sale = {
        "cardNumber": CARD,
        "lines": LINES,
        "total": "19.40",
        "tenders": {"tender": [{"type": "CASH", "amount": 20}]},
    }
    sold = till.send("1", **sale, sequence=1)
    assert (sold.outcome.name, sold.kind, sold.earned, sold.replayed) == ("Success", "sale", 19, False)
    assert sold.status == "booked"
    assert [step.points for step in sold.steps.step] == [19]
    again = till.send("1", **sale, sequence=1)
    assert (again.replayed, again.ticketId, again.balances) == (True, sold.ticketId, sold.balances)
    original = {"receiptNumber": "1", "businessDate": DAY}
    back = {"returnedLine": [{"originalLine": 2, "quantity": 1, "amount": 7}]}
    returned = till.send("2", original=original, returnedLines=back, total=-7, sequence=4)
    assert (returned.kind, returned.takenBack) == ("return", 7)
    cancelled = till.send("3", original=original, cancelsOriginal=True, total=Decimal("-12.40"))
    assert (cancelled.kind, cancelled.takenBack) == ("cancellation", 12)
    gaps = till.service.submitTicketGapSearch({"deviceId": till.name})
    assert [(gap.deviceId, gap.first, gap.last) for gap in gaps] == [(till.name, 2, 3)]


def test_a_ticket_of_nobody_is_claimed_once(till: Till) -> None:
    assert till.send("nobody", lines=LINES, total="19.40").customerNumber is None
    claim = {"receiptNumber": "nobody", "businessDate": DAY, "deviceId": till.name, "cardNumber": CARD}
    claimed = till.service.submitTicketAttribution(claim)
    assert (claimed.customerNumber, claimed.earned) == ("100", 19)
    assert till.service.submitTicketAttribution(claim).replayed
    unknown = till.service.submitTicketAttribution(claim | {"receiptNumber": "never"})
    assert (unknown.outcome.name, unknown.errorCode) == ("Fail", "TicketNotFound")


def test_a_ticket_that_earns_too_fast_says_that_it_waits(till: Till) -> None:
    fast = till.send("fast", cardNumber=CARD, lines={"line": [{"amount": 1001}]}, total=1001)
    assert (fast.outcome.name, fast.status, fast.earned, fast.steps) == ("Success", "review", 0, None)
    assert fast.remarks.remark[0].startswith("In review: ")


def test_an_error_is_a_typed_fault(till: Till) -> None:
    with pytest.raises(zeep.exceptions.Fault) as caught:
        till.send("wrong", lines=LINES, total=1)
    detail = till.service._binding.wsdl.types.deserialize(caught.value.detail[0])
    assert (detail.errorCode, detail.field) == ("InvalidInput", "total")


@pytest.mark.parametrize("digest", [False, True])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_the_ways_of_signing_in_are_those_of_the_other_services(
    services: str, version: SoapVersion, digest: bool
) -> None:
    token = UsernameToken("till-1", "demo", use_digest=digest)  # type: ignore[no-untyped-call]
    till = Till(services, version, "wsdl", wsse=token)
    assert not till.service.submitTicketGapSearch({"deviceId": "none"})
    stranger = Till(services, version, "wsdl", wsse=UsernameToken("till-1", "wrong", use_digest=digest))  # type: ignore[no-untyped-call]
    with pytest.raises(zeep.exceptions.Fault) as caught:
        stranger.service.submitTicketGapSearch({})
    assert "Unauthenticated" in f"{caught.value.code} {[code.text for code in caught.value.subcodes or ()]}"

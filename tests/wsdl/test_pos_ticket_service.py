"""PosTicketService: what a ticket asks of the core, and how its answers are told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import IdempotencyMismatch, InvalidInput, LoyaltyError, NotAllowed, StoreUnavailable
from domain.identity.origin import Origin
from domain.purchases.attribute_ticket import Attribution
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.preview_earning import EarningPreview
from domain.purchases.ticket import ReturnedLine, Tender, TicketKind, TicketLine, Withdrawal, Wording
from domain.purchases.ticket_books import TicketReceipt, TicketStatus
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from domain.refusals import AccountBlocked, NoAccount, NoEarningRules, TicketNotFound, TicketTaken
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import Answer, Soap
from wsdl.names import CORE, TICKET, VERSIONS, SoapVersion

LEAST = "<receiptNumber>1</receiptNumber><occurredAt>2026-11-01T12:00:00</occurredAt>"
ALL = (
    "<receiptNumber> 4711 </receiptNumber><businessDate>2026-11-02</businessDate><locationId>0001</locationId>"
    "<deviceId>pos1</deviceId><occurredAt>2026-11-01T23:59:59.5+01:00</occurredAt><sequence>0012</sequence>"
    "<cardNumber>63</cardNumber><customerNumber>100</customerNumber><currency>GBP</currency>"
    "<lines><line><itemCode>A</itemCode><category>C</category><quantity>2</quantity><amount>12.40</amount>"
    "<name>Café</name><shortDescription>short</shortDescription><longDescription>long</longDescription>"
    "<unitPrice>6.20</unitPrice><tax>2.07</tax><discount>1</discount></line><line><amount>1</amount></line></lines>"
    "<returnedLines><returnedLine><originalLine>3</originalLine><quantity>0.5</quantity><amount>2.00</amount>"
    "</returnedLine></returnedLines><original><receiptNumber>4710</receiptNumber><businessDate>2026-10-31</businessDate>"
    "<locationId>0002</locationId><deviceId>pos2</deviceId></original><cancelsOriginal> 1 </cancelsOriginal>"
    "<tenders><tender><type>CASH</type><amount>11.40</amount></tender></tenders><withdrawals><withdrawal><points>100</points><amount>1.00</amount><transactionId>77</transactionId></withdrawal>"
    "</withdrawals><total>11.40</total>"
)


def _call(soap: Soap, operation: str, request: str, members: str, **options: Any) -> Answer:
    body = f'<t:{operation} xmlns:t="{TICKET}"><{request} xmlns="{TICKET}">{members}</{request}></t:{operation}>'
    return soap.call(body, **options)


def _send(soap: Soap, members: str, **options: Any) -> Answer:
    return _call(soap, "submitTicket", "ticketRequest", members, **options)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_every_member_of_a_ticket_reaches_the_core(soap: Soap, canned: CannedCore, version: SoapVersion) -> None:
    key = f'<c:requestContext xmlns:c="{CORE}"><c:idempotencyKey>K</c:idempotencyKey></c:requestContext>'
    assert _send(soap, ALL, version=version, header=key).value("kind") == "sale"
    (draft,) = canned.last
    assert draft == TicketDraft(
        receipt_number=" 4711 ",
        total=Decimal("11.40"),
        occurred_at=datetime.fromisoformat("2026-11-01T23:59:59.5+01:00"),
        sold=(
            TicketLine(
                BasketLine("A", Decimal("12.40"), Decimal(2), "C"),
                Wording("Café", "short", "long", Decimal("6.20"), Decimal("2.07"), Decimal(1)),
            ),
            TicketLine(BasketLine("", Decimal(1))),
        ),
        returned=(ReturnedLine(3, Decimal("0.5"), Decimal("2.00")),),
        original=OriginalDraft("4710", date(2026, 10, 31), "0002", "pos2"),
        cancels=True,
        tenders=(Tender("CASH", Decimal("11.40")),),
        withdrawals=(Withdrawal(Decimal(100), Decimal("1.00"), "77"),),
        business_date=date(2026, 11, 2),
        currency="GBP",
        sequence=12,
        card_number="63",
        customer_number="100",
        message_origin=Origin(site="0001", device="pos1"),
        request_key="K",
    )


def test_what_is_not_sent_is_left_to_the_core(soap: Soap, canned: CannedCore) -> None:
    _send(
        soap,
        f"{LEAST}<lines/><original><receiptNumber>1</receiptNumber><businessDate>2026-10-31</businessDate></original><total>0</total>",
    )
    (draft,) = canned.last
    at = datetime(2026, 11, 1, 12)  # noqa: DTZ001 - without an offset it is the shop's own time
    original = OriginalDraft("1", date(2026, 10, 31))
    assert draft == TicketDraft("1", Decimal(0), at, original=original)


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("1", True), ("false", False), (" 0 ", False)])
def test_only_true_cancels(soap: Soap, canned: CannedCore, written: str, meant: bool) -> None:
    _send(soap, ALL.replace("<cancelsOriginal> 1 <", f"<cancelsOriginal>{written}<"))
    assert canned.last[0].cancels is meant


def test_a_receipt_tells_all_that_is_known(soap: Soap, canned: CannedCore) -> None:
    full = _send(soap, ALL)
    assert full.values("rule") == ["base", "drinks"]
    assert full.value("spendableFrom") == "2026-12-01T12:00:00.000Z"
    canned.answers["book_tickets"] = [
        TicketReceipt(
            7,
            TicketKind.RETURN,
            status=TicketStatus.REVIEW,
            taken_back=Decimal("1.5000"),
            withdrawn=Decimal(20),
            given_back=Decimal("2.50"),
            remarks=("a < b",),
            is_replay=True,
        )
    ]
    bare = _send(soap, ALL)
    assert [(each.tag.rpartition("}")[2], each.text) for each in bare.content[0]][1:-1] == [
        ("ticketId", "7"),
        ("kind", "return"),
        ("status", "review"),
        ("replayed", "true"),
        ("earned", "0"),
        ("takenBack", "1.5"),
        ("withdrawn", "20"),
        ("givenBack", "2.5"),
    ]
    assert bare.values("remark") == ["a < b"]


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [(TicketNotFound(), "Fail"), (NoAccount(), "NoAccount"), (TicketTaken(), "Fail"), (AccountBlocked(), "Fail")],
)
def test_a_refusal_is_a_normal_reply_that_says_so(
    soap: Soap, canned: CannedCore, refusal: LoyaltyError, outcome: str
) -> None:
    canned.answers["book_tickets"] = [refusal]
    canned.answers["attribute_ticket"] = canned.answers["preview_earning"] = refusal
    for answer in (
        _send(soap, ALL),
        _call(soap, "submitTicketAttribution", "ticketAttributionRequest", CLAIM),
        _call(soap, "submitEarningPreview", "earningPreviewRequest", "<lines/>"),
    ):
        assert not answer.is_fault
        assert (answer.value("name"), answer.value("errorCode")) == (outcome, refusal.code)
        assert (answer.value("messageId"), answer.value("messageText")) == (refusal.code, refusal.sentence)
        assert answer.value("advice") == refusal.advice.value
        assert not answer.value("replayed")


@pytest.mark.parametrize(
    "error", [InvalidInput("total is wrong.", field="total"), IdempotencyMismatch(), NotAllowed(), StoreUnavailable()]
)
@pytest.mark.parametrize("raised", [True, False])
def test_an_error_is_the_fault_that_it_is_for_every_message(
    soap: Soap, canned: CannedCore, error: LoyaltyError, raised: bool
) -> None:
    canned.answers["book_tickets"] = error if raised else [error]
    answer = _send(soap, ALL)
    assert answer.code == f"{'Server' if isinstance(error, StoreUnavailable) else 'Client'}.{error.code}"
    assert (answer.sentence, answer.value("field")) == (error.sentence, error.field)


@pytest.mark.parametrize(
    ("old", "new", "field", "sentence"),
    [
        ("2026-11-02", "2026-11-02Z", "businessDate", "businessDate is not a day such as 2026-12-24."),
        ("2026-11-02", "2026-11-31", "businessDate", "businessDate has a value that is not of its type."),
        ("0012", "-1", "sequence", "sequence is not a whole number from 0."),
        ("0012", "9007199254740993", "sequence", "sequence must be a whole number from 0, and no huge one."),
        (
            "<total>11.40",
            "<total>+11.40",
            "total",
            "total is not an amount: up to 14 digits, then at most 4 decimal places,",
        ),
        ("<total>11.40</total>", "", "ticketRequest", "ticketRequest is not complete; expected total."),
        ("2026-11-01T23:59:59.5+01:00", "2026-11-01T24:00:00Z", "occurredAt", "occurredAt is not a time such as"),
        ("<sequence>", "<more/><sequence>", "more", "more is not expected here; expected sequence, cardNumber,"),
    ],
)
def test_bad_values_are_refused_by_name_and_ask_nothing(
    soap: Soap, canned: CannedCore, old: str, new: str, field: str, sentence: str
) -> None:
    assert old in ALL
    answer = _send(soap, ALL.replace(old, new))
    assert (answer.code, answer.value("field")) == ("Client.InvalidInput", field)
    assert answer.sentence.startswith(sentence)
    assert not canned.asked


def test_a_preview_asks_and_tells(soap: Soap, canned: CannedCore) -> None:
    members = (
        "<locationId>0001</locationId><occurredAt>2026-11-01T12:00:00Z</occurredAt><cardNumber>63</cardNumber>"
        "<customerNumber>100</customerNumber><currency>GBP</currency>"
        "<lines><line><itemCode>A</itemCode><amount>1</amount></line><line><amount>2</amount></line></lines>"
        "<paidWithPoints>0.5</paidWithPoints>"
    )
    answer = _call(soap, "submitEarningPreview", "earningPreviewRequest", members, HTTP_ENACTOR_DEVICE_ID="pos1")
    lines = (BasketLine("A", Decimal(1)), BasketLine("", Decimal(2)))
    basket = BasketDraft(lines, "0001", datetime(2026, 11, 1, 12, tzinfo=UTC), "GBP", Decimal("0.5"))
    assert canned.last == EarningPreview(basket, "63", "100", Origin(device="pos1"))
    assert (answer.value("points"), answer.values("share"), answer.value("tierCode")) == ("26", ["12", "14"], "UK")
    canned.answers["preview_earning"] = replace(canned.answers["preview_earning"], member=None)
    nobody = _call(soap, "submitEarningPreview", "earningPreviewRequest", members)
    assert not nobody.values("customerNumber") + nobody.values("tierCode")
    canned.answers["preview_earning"] = NoEarningRules()
    assert _call(soap, "submitEarningPreview", "earningPreviewRequest", members).value("errorCode") == "NoEarningRules"


CLAIM = (
    "<receiptNumber>1</receiptNumber><businessDate>2026-11-01</businessDate><locationId>0001</locationId>"
    "<deviceId>pos1</deviceId><cardNumber>63</cardNumber><customerNumber>100</customerNumber>"
)


def test_a_claim_and_a_search_of_gaps_ask_and_tell(soap: Soap, canned: CannedCore) -> None:
    context = {"HTTP_ENACTOR_LOCATION_ID": "0002"}
    claimed = _call(soap, "submitTicketAttribution", "ticketAttributionRequest", CLAIM, **context)
    assert canned.last == Attribution(
        "1", date(2026, 11, 1), "63", "100", Origin(site="0001", device="pos1"), Origin(site="0002")
    )
    assert claimed.value("earned") == "26"
    gaps = _call(soap, "submitTicketGapSearch", "ticketGapSearchRequest", "<deviceId>pos1</deviceId>")
    assert canned.last == "pos1"
    assert (gaps.value("first"), gaps.value("last")) == ("1203", "1204")
    canned.answers["list_ticket_gaps"] = []
    assert _call(soap, "submitTicketGapSearch", "ticketGapSearchRequest", "").values("gap") == []
    assert canned.last == ""


@pytest.mark.parametrize("service", ["CustomerService", "AccountBalanceService"])
def test_no_other_service_takes_tickets(soap: Soap, canned: CannedCore, service: str) -> None:
    answer = _send(soap, ALL, path=f"/{service}")
    assert answer.code == "Client.InvalidInput"
    assert "There is no such operation here" in answer.sentence
    assert not canned.asked

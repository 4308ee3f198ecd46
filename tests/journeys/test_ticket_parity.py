"""A purchase over SOAP and over REST: the same values taken and refused, the same receipts, and one ticket of both."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from rest.application import build_rest_application
from tests.journeys.both_faces import NUMBER, InProcess
from tests.journeys.ticket_tills import RestTickets, SoapTickets
from tests.journeys.value_forms import CURRENCIES, NAMES, TEXTS, amounts
from tests.wsdl.sqlite_core import CARD, ONE_PER_POUND, WATCHED, sqlite_core
from wsdl.application import build_soap_application

NOW = int(datetime.now(UTC).timestamp() * 1000)
TICKET: dict[str, Any] = {"deviceId": "pos1", "businessDate": "2026-11-01", "occurredAt": NOW, "cardNumber": CARD}
LINE = {"itemCode": "A", "amount": "12.40"}
SALE = {**TICKET, "lines": [LINE], "total": "12.40"}
JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
DAYS = (
    *(
        "2026-11-01",
        " 2026-11-01 ",
        "2026-1-1",
        "20261101",
        "2026-W44-7",
        "2026-305",
        "2026-11-01Z",
        "2026-11-01+00:00",
    ),
    *("2026-11-31", "2026-02-29", "2024-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-2026-11-01"),
    *("2026-11-01T00:00:00", "01.11.2026", "\uff12026-11-01", "today", "", " "),
)
WHOLES = (
    "0",
    "1",
    "12345678901234",
    "9007199254740992",
    "9007199254740993",
    "99999999999999999",
    "-1",
    "1.5",
    "1e3",
    "x",
    "",
)
Face = SoapTickets | RestTickets
Faces = tuple[Face, Face]


@pytest.fixture
def faces(migrated_sqlite_url: str, request: pytest.FixtureRequest) -> Iterator[Faces]:
    """A till at each face of one core; its rules can be given."""
    with sqlite_core(migrated_sqlite_url, getattr(request, "param", ONE_PER_POUND)) as core:
        soap = build_soap_application(core, public_url="http://localhost")
        yield (
            SoapTickets(connection=InProcess(soap, "/axis2/services")),
            RestTickets(connection=InProcess(build_rest_application(core))),
        )


def _alike(faces: Faces, ticket: dict[str, Any], number: int) -> bool:
    """Send a ticket over both, each with a receipt of its own; whether it was taken, which has to be alike."""
    told = []
    for place, face in enumerate(faces):
        reply = face.send({"receiptNumber": f"R-{number}-{place}"} | ticket)
        # Under one receipt number it is one ticket, and its first answer has been given.
        own = {"ticketId", "balances", *({"replayed"} if "receiptNumber" in ticket else ())}
        told.append({name: value for name, value in reply.items() if name not in own})
    assert told[0] == told[1], ticket
    return "errorCode" not in told[0]


@pytest.mark.parametrize(
    "name", ["receiptNumber", "deviceId", "locationId", "cardNumber", "customerNumber", "currency"]
)
def test_ids_are_taken_by_both_or_by_neither(faces: Faces, name: str) -> None:
    forms = CURRENCIES if name == "currency" else TEXTS
    taken = [_alike(faces, SALE | {name: form}, number) for number, form in enumerate(forms)]
    assert {True, False} == set(taken)


@pytest.mark.parametrize("name", ["itemCode", "category", "name", "shortDescription", "longDescription"])
def test_texts_of_a_line_are_taken_by_both_or_by_neither(faces: Faces, name: str) -> None:
    forms = TEXTS if name in {"itemCode", "category"} else (*TEXTS, *NAMES, "x" * 1000, "x" * 1001)
    taken = [_alike(faces, SALE | {"lines": [LINE | {name: form}]}, number) for number, form in enumerate(forms)]
    assert {True, False} == set(taken)


@pytest.mark.parametrize("name", ["quantity", "unitPrice", "tax", "discount"])
def test_amounts_of_a_line_are_taken_by_both_or_by_neither(faces: Faces, name: str) -> None:
    forms = list(amounts())[::3]
    taken = [_alike(faces, SALE | {"lines": [LINE | {name: form}]}, number) for number, form in enumerate(forms)]
    assert {True, False} == set(taken)
    assert len(forms) > 100


def test_the_amounts_that_are_paid_are_taken_by_both_or_by_neither(faces: Faces) -> None:
    taken = []
    for number, form in enumerate(list(amounts())[::3]):
        sale = SALE | {"lines": [LINE | {"amount": form}], "tenders": [{"type": "CASH", "amount": form}], "total": form}
        taken.append(_alike(faces, sale, number))
        assert not _alike(faces, SALE | {"total": form}, 10_000 + number) or form.strip() == "12.40"
    assert {True, False} == set(taken)


def test_days_and_whole_numbers_are_taken_by_both_or_by_neither(faces: Faces) -> None:
    days = [_alike(faces, SALE | {"businessDate": form}, number) for number, form in enumerate(DAYS)]
    assert {True, False} == set(days)
    for number, form in enumerate(WHOLES):
        written = f"{NUMBER}{form}{NUMBER}" if JSON_NUMBER.fullmatch(form) else form
        assert _alike(faces, SALE | {"sequence": written}, 100 + number) is (number < 4), form


def test_a_return_an_exchange_and_a_cancellation_are_answered_alike(faces: Faces) -> None:
    original = {"receiptNumber": "R-1", "businessDate": "2026-11-01"}
    back = {"originalLine": 1, "quantity": "1", "amount": "2.40"}
    sold = {"lines": [LINE | {"quantity": "5", "tax": "2.07"}], "total": "12.40"}
    told = []
    for face, prefix in zip(faces, "SR", strict=True):
        named = {"original": {**original, "receiptNumber": f"{prefix}-1"}}
        replies = [
            face.send(
                {**TICKET, **sold, "receiptNumber": f"{prefix}-1", "tenders": [{"type": "CASH", "amount": "12.40"}]}
            ),
            face.send({**TICKET, **named, "receiptNumber": f"{prefix}-2", "returnedLines": [back], "total": "-2.40"}),
            face.send(
                {
                    **TICKET,
                    **named,
                    "receiptNumber": f"{prefix}-3",
                    "returnedLines": [back],
                    "lines": [LINE],
                    "total": "10.00",
                }
            ),
            face.send({**TICKET, **named, "receiptNumber": f"{prefix}-4", "cancelsOriginal": True, "total": "-7.60"}),
            face.send({**TICKET, **named, "receiptNumber": f"{prefix}-5", "returnedLines": [back], "total": "-2.40"}),
            face.send(
                {
                    **TICKET,
                    "receiptNumber": f"{prefix}-6",
                    "original": {**original, "receiptNumber": "none"},
                    "cancelsOriginal": True,
                    "total": "0",
                }
            ),
        ]
        told.append(
            [
                {name: reply.get(name) for name in ("outcome", "kind", "earned", "takenBack", "errorCode")}
                for reply in replies
            ]
        )
    assert told[0] == told[1]
    kinds = [reply["kind"] for reply in told[0]]
    assert kinds == ["sale", "return", "exchange", "cancellation", None, None]
    assert [reply["errorCode"] for reply in told[0][4:]] == ["InvalidInput", "TicketNotFound"]


def test_points_that_pay_are_taken_and_refused_alike(faces: Faces) -> None:
    for number, (points, amount, error) in enumerate(
        [("100", "1.00", ""), ("100000", "1.00", "WithdrawalNotCovered"), ("-1", "1.00", "InvalidInput")]
    ):
        told = []
        for place, face in enumerate(faces):
            paid = {"withdrawals": [{"points": points, "amount": amount}], "receiptNumber": f"W-{number}-{place}"}
            told.append(face.send(SALE | paid))
            unknown = {**paid["withdrawals"][0], "transactionId": "none"}  # type: ignore[dict-item]
            code = face.send(SALE | paid | {"receiptNumber": f"U-{number}-{place}", "withdrawals": [unknown]})[
                "errorCode"
            ]
            told[-1]["unknown"] = code
        assert told[0].get("errorCode", "") == told[1].get("errorCode", "") == error
        assert told[0]["unknown"] == told[1]["unknown"]
        assert told[0].get("withdrawn") == told[1].get("withdrawn") == (None if error else "100")
    soap, rest = faces
    basket = {"cardNumber": CARD, "lines": [LINE], "paidWithPoints": "2.40", "occurredAt": NOW}
    assert soap.preview(basket) == rest.preview(basket)
    assert soap.preview(basket)["points"] == "10"
    for points, code in (("700", ""), ("900", "WithdrawalNotCovered"), ("-1", "InvalidInput"), ("0.5", "InvalidInput")):
        told = [face.preview(basket | {"withdrawPoints": points}) for face in faces]
        assert told[0] == told[1]
        assert told[0].get("errorCode", "") == code, told


@pytest.mark.parametrize("faces", [WATCHED], indirect=True)
def test_a_ticket_that_earns_too_fast_waits_alike(faces: Faces) -> None:
    fast = SALE | {"lines": [LINE | {"amount": "1001.00"}], "total": "1001.00"}
    for number, (ticket, status, earned) in enumerate([(SALE, "booked", "12"), (fast, "review", "0")]):
        basket = {name: ticket[name] for name in ("cardNumber", "lines", "occurredAt")}
        forecasts = [face.preview(basket) for face in faces]
        assert forecasts[0] == forecasts[1]
        assert (forecasts[0]["status"], forecasts[0]["points"]) == (status, earned)
        assert ("In review: " in str(forecasts[0].get("remarks"))) is (status == "review")
        assert _alike(faces, ticket, number)
        for place, face in enumerate(faces):
            again = face.send({"receiptNumber": f"R-{number}-{place}"} | ticket)
            assert (again["status"], again["earned"], again["replayed"]) == (status, earned, True)
        assert ("In review: " in str(again.get("remarks"))) is (status == "review")


@pytest.mark.parametrize("first", [0, 1])
def test_a_receipt_of_one_protocol_is_known_to_the_other(faces: Faces, first: int) -> None:
    sender, other = faces[first], faces[1 - first]
    sale = SALE | {"receiptNumber": "R-1", "sequence": 1, "tenders": [{"type": "CASH", "amount": "12.40"}]}
    booked = sender.send(sale)
    assert other.send(sale) == {**booked, "replayed": True} == sender.send(sale)
    changed = sale | {"lines": [LINE | {"amount": "12.00"}], "total": "12.00"}
    assert other.send(changed)["errorCode"] == sender.send(changed)["errorCode"] == "IdempotencyMismatch"


def test_claims_previews_and_gaps_are_told_alike(faces: Faces) -> None:
    soap, rest = faces
    basket = {"cardNumber": CARD, "lines": [LINE, LINE | {"itemCode": "B", "quantity": "2", "amount": "7.00"}]}
    forecast = soap.preview(basket | {"occurredAt": NOW})
    assert forecast == rest.preview(basket | {"occurredAt": NOW})
    assert (forecast["points"], forecast["shares"]) == ("19", ["12", "7"])
    assert soap.preview(basket | {"cardNumber": "unknown"}) == rest.preview(basket | {"cardNumber": "unknown"})
    nobody = {name: value for name, value in SALE.items() if name != "cardNumber"}
    for sequence in (3, 7):
        soap.send(nobody | {"receiptNumber": f"N-{sequence}", "sequence": sequence})
    assert soap.gaps() == rest.gaps() == soap.gaps("pos1") == [("pos1", 4, 6)]
    claim = {"receiptNumber": "N-3", "businessDate": "2026-11-01", "deviceId": "pos1", "cardNumber": CARD}
    claimed = soap.claim(claim)
    assert claimed["earned"] == "12"
    assert rest.claim(claim) == {**claimed, "replayed": True}
    unknown = claim | {"receiptNumber": "N-4"}
    assert soap.claim(unknown)["errorCode"] == rest.claim(unknown)["errorCode"] == "TicketNotFound"

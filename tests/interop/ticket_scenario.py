"""What Node and PHP and zeep do with purchases, and what each must have seen.

A result of a ticket has `outcome`, `errorCode`, `ticketId`, `kind`, `status`, `replayed`, `earned`, `takenBack` and
`withdrawn`; a fault is as in the scenario of the other services.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.gateway.shop import CARD

DAY = "2026-11-01"
EARNING = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "velocity": {"pointsPerHour": 10000}}'
"""One point for a pound; a ticket of more than 10,000 is looked at."""

_LINES = [{"itemCode": "A", "amount": "12.40", "name": "Café <1>"}, {"itemCode": "B", "amount": "7.00"}]
_Told = Mapping[str, Any]


def ticket_steps(run: str) -> list[dict[str, Any]]:
    """The steps of a run; `run` makes its receipt numbers its own."""
    sold, named = {"lines": {"line": _LINES}}, {"receiptNumber": f"{run}-sale", "businessDate": DAY}
    back = {"returnedLine": [{"originalLine": 2, "quantity": "1", "amount": "7.00"}]}
    paid = {"withdrawal": [{"points": "1", "amount": "0.01"}]}
    whole = {"original": named, "cancelsOriginal": True}
    return [
        _ticket("sale", f"{run}-sale", **sold, withdrawals=paid, total="19.40"),
        _ticket("sale again", f"{run}-sale", **sold, withdrawals=paid, total="19.40"),
        _ticket("return", f"{run}-return", returnedLines=back, original=named, total="-7.00"),
        _ticket("not cancelled", f"{run}-kept", **sold, cancelsOriginal=False, total="19.40"),
        _ticket("cancellation", f"{run}-whole", **whole, total="-12.40"),
        _ticket("too fast", f"{run}-fast", lines={"line": [{"amount": "10001"}]}, total="10001"),
        _ticket(
            "refused", f"{run}-never", original={**named, "receiptNumber": "never"}, cancelsOriginal=True, total="0"
        ),
        _ticket("changed", f"{run}-sale", **sold, total="19.41"),
        _ticket("reused", f"{run}-sale", lines={"line": _LINES[:1]}, total="12.40"),
    ]


def _ticket(step: str, receipt: str, **members: Any) -> dict[str, Any]:
    order = ("lines", "returnedLines", "original", "cancelsOriginal", "withdrawals", "total")
    request = {"receiptNumber": receipt, "businessDate": DAY, "deviceId": "pos1@0001.enactor", "occurredAt": _NOW}
    request |= {"cardNumber": CARD, **{name: members[name] for name in order if name in members}}
    return {"step": step, "service": "PosTicketService", "operation": "submitTicket", "request": request}


_NOW = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def judge_tickets(results: Collection[_Told], told: Collection[str]) -> None:
    """Hold the results of all steps to the scenario; `told` are the correlation ids that the program's log has."""
    seen = {str(result["step"]): result for result in results}
    for step, kind, status, earned, taken_back, withdrawn in (
        ("sale", "sale", "booked", 19, 0, 1),
        ("sale again", "sale", "booked", 19, 0, 1),
        ("return", "return", "booked", 0, 7, 0),
        ("not cancelled", "sale", "booked", 19, 0, 0),
        ("cancellation", "cancellation", "booked", 0, 12, 0),
        ("too fast", "sale", "review", 0, 0, 0),
    ):
        receipt = seen[step]
        assert (receipt["outcome"], receipt["kind"], receipt["status"]) == ("Success", kind, status), receipt
        figures = [Decimal(str(receipt[name])) for name in ("earned", "takenBack", "withdrawn")]
        assert figures == [earned, taken_back, withdrawn], receipt
        assert receipt["replayed"] is (step == "sale again"), receipt
    assert seen["sale"]["ticketId"] == seen["sale again"]["ticketId"] != seen["return"]["ticketId"]
    assert (seen["refused"]["outcome"], seen["refused"]["errorCode"]) == ("Fail", "TicketNotFound")
    for step, code, words in (
        ("changed", "InvalidInput", "total"),
        ("reused", "IdempotencyMismatch", "receipt number"),
    ):
        fault = seen[step]["fault"]
        assert fault["code"].rpartition(":")[2] in {f"Client.{code}", "Sender"}
        assert fault["errorCode"] == code
        assert words in fault["messageText"]
        assert fault["correlationId"] in told

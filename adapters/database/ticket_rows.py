"""Tickets and receipts as the JSON that their rows hold, and back."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from domain.amounts import format_plain
from domain.clock import from_microseconds, to_microseconds
from domain.purchases.basket import BasketLine
from domain.purchases.ticket import (
    KeptLine,
    ReturnedLine,
    Tender,
    Ticket,
    TicketKind,
    TicketLine,
    TicketReference,
    Withdrawal,
    Wording,
)
from domain.purchases.ticket_books import Reason, TicketReceipt, TicketStatus

_BALANCES = ("spendable", "spendable_escrow", "tier_qualifying", "tier_qualifying_escrow")


def content_text(ticket: Ticket) -> str:
    """What the ticket says, without whose it is."""
    sold = [
        {**_plain(line.sold), **_plain(line.wording), **({"line_id": line.line_id} if line.line_id else {})}
        for line in ticket.sold
    ]
    kept = {} if ticket.kept is None else {"kept": [_plain(line) for line in ticket.kept]}
    returned = [_plain(line) for line in ticket.returned]
    tenders = [_plain(tender) for tender in ticket.tenders]
    original = None
    if ticket.original:
        original = {**_plain(ticket.original), "business_date": ticket.original.business_date.isoformat()}
    return json.dumps(
        {
            "currency": ticket.currency,
            "total": format_plain(ticket.total),
            "sold": sold,
            "returned": returned,
            "tenders": tenders,
            "withdrawals": [_plain(withdrawal) for withdrawal in ticket.withdrawals],
            "original": original,
            **kept,
        },
        separators=(",", ":"),
    )


def ticket_from(reference: TicketReference, kind: TicketKind, occurred_at: int, content: str) -> Ticket:
    """The ticket of a row."""
    said = json.loads(content)
    original = said["original"]
    if original:
        original = TicketReference(**{**original, "business_date": date.fromisoformat(original["business_date"])})
    return Ticket(
        reference=reference,
        occurred_at=from_microseconds(occurred_at),
        currency=said["currency"],
        sold=tuple(_line(each) for each in said["sold"]),
        total=Decimal(said["total"]),
        returned=tuple(
            ReturnedLine(each["original_line"], Decimal(each["quantity"]), Decimal(each["amount"]))
            for each in said["returned"]
        ),
        kept=tuple(
            KeptLine(each["original_line"], Decimal(each["quantity"]), Decimal(each["amount"])) for each in said["kept"]
        )
        if "kept" in said
        else None,
        original=original,
        cancels=kind is TicketKind.CANCELLATION,
        tenders=tuple(Tender(each["type"], Decimal(each["amount"])) for each in said["tenders"]),
        # Tickets that were written before there were any have none.
        withdrawals=tuple(
            Withdrawal(Decimal(each["points"]), Decimal(each["amount"]), each["transaction_id"])
            for each in said.get("withdrawals", ())
        ),
    )


def receipt_text(receipt: TicketReceipt) -> str:
    """The answer, to be given again; ticket, status and customer are in columns and tables of their own."""
    due = receipt.spendable_from
    return json.dumps(
        {
            "earned": format_plain(receipt.earned),
            "taken_back": format_plain(receipt.taken_back),
            "withdrawn": format_plain(receipt.withdrawn),
            "given_back": format_plain(receipt.given_back),
            "reasons": [[reason.rule, format_plain(reason.points), reason.explanation] for reason in receipt.reasons],
            "remarks": list(receipt.remarks),
            "rules_version": receipt.rules_version,
            "spendable_from": None if due is None else to_microseconds(due),
            **{name: None if (at := getattr(receipt, name)) is None else format_plain(at) for name in _BALANCES},
        },
        separators=(",", ":"),
    )


def receipt_from(
    ticket_id: int,
    kind: TicketKind,
    customer_number: str,
    text: str,
    status: TicketStatus = TicketStatus.BOOKED,
) -> TicketReceipt:
    """The answer of a row, as a replay."""
    said = json.loads(text)
    due = said["spendable_from"]
    return TicketReceipt(
        ticket_id=ticket_id,
        kind=kind,
        earned=Decimal(said["earned"]),
        taken_back=Decimal(said["taken_back"]),
        withdrawn=Decimal(said.get("withdrawn", 0)),
        given_back=Decimal(said.get("given_back", 0)),
        reasons=tuple(Reason(rule, Decimal(points), why) for rule, points, why in said["reasons"]),
        remarks=tuple(said["remarks"]),
        customer_number=customer_number,
        rules_version=said["rules_version"],
        spendable_from=None if due is None else from_microseconds(due),
        status=status,
        is_replay=True,
        reply="",
        **{name: None if said[name] is None else Decimal(said[name]) for name in _BALANCES},
    )


def _line(said: dict[str, Any]) -> TicketLine:
    price = said["unit_price"]
    return TicketLine(
        BasketLine(said["item_code"], Decimal(said["amount"]), Decimal(said["quantity"]), said["category"]),
        Wording(
            said["name"],
            said["short_description"],
            said["long_description"],
            None if price is None else Decimal(price),
            Decimal(said["tax"]),
            Decimal(said["discount"]),
        ),
        said.get("line_id", ""),
    )


def _plain(record: Any) -> dict[str, Any]:
    """The record's fields, amounts as texts."""
    values = {name: getattr(record, name) for name in record.__dataclass_fields__}
    return {name: format_plain(value) if isinstance(value, Decimal) else value for name, value in values.items()}

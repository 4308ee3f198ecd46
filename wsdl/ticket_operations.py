"""What each operation of purchases asks of the core: from the members of its request to the domain's command."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from domain.errors import InvalidInput
from domain.identity.origin import Origin
from domain.purchases.attribute_ticket import Attribution
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.list_ticket_gaps import SequenceGap
from domain.purchases.preview_earning import EarningForecast, EarningPreview
from domain.purchases.ticket import ReturnedLine, Tender, TicketLine, Withdrawal, Wording
from domain.purchases.ticket_books import TicketReceipt, TicketResult
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from wsdl import values
from wsdl.call import Call
from wsdl.values import given

_Value = TypeVar("_Value")


def book_ticket(call: Call, request: Any) -> TicketResult:
    """Book a ticket: its receipt, or the error that says why not."""
    original = request.original
    draft = TicketDraft(
        receipt_number=given(request.receiptNumber),
        total=_amount(request.total, "total"),
        occurred_at=_needed(values.moment(request.occurredAt, "occurredAt"), "occurredAt"),
        sold=tuple(_sold(line, f"lines[{place}]") for place, line in _numbered(request.lines, "line")),
        returned=tuple(
            _returned(line, f"returnedLines[{place}]")
            for place, line in _numbered(request.returnedLines, "returnedLine")
        ),
        original=None if original is None else _original(original),
        cancels=values.flag(request.cancelsOriginal),
        tenders=tuple(
            Tender(given(tender.type), _amount(tender.amount, f"tenders[{place}].amount"))
            for place, tender in _numbered(request.tenders, "tender")
        ),
        withdrawals=tuple(
            _withdrawal(withdrawal, f"withdrawals[{place}]")
            for place, withdrawal in _numbered(request.withdrawals, "withdrawal")
        ),
        business_date=values.day(request.businessDate, "businessDate"),
        currency=given(request.currency),
        sequence=values.whole(request.sequence, "sequence"),
        card_number=given(request.cardNumber),
        customer_number=given(request.customerNumber),
        message_origin=_origin(request),
        request_key=call.context.idempotency_key,
    )
    (result,) = call.core.book_tickets(call.caller, [draft], call.context.origin)
    return result


def preview_earning(call: Call, request: Any) -> EarningForecast:
    """Tell what a basket would earn."""
    basket = BasketDraft(
        lines=tuple(_basket_line(line, f"lines[{place}]") for place, line in _numbered(request.lines, "line")),
        site=given(request.locationId),
        occurred_at=values.moment(request.occurredAt, "occurredAt"),
        currency=given(request.currency),
        paid_with_points=values.amount(request.paidWithPoints, "paidWithPoints") or Decimal(0),
    )
    preview = EarningPreview(
        basket,
        given(request.cardNumber),
        given(request.customerNumber),
        call.context.origin,
        values.amount(request.withdrawPoints, "withdrawPoints") or Decimal(0),
    )
    return call.core.preview_earning(call.caller, preview)


def attribute_ticket(call: Call, request: Any) -> TicketReceipt:
    """Give a ticket to a member."""
    attribution = Attribution(
        receipt_number=given(request.receiptNumber),
        business_date=_needed(values.day(request.businessDate, "businessDate"), "businessDate"),
        card_number=given(request.cardNumber),
        customer_number=given(request.customerNumber),
        message_origin=_origin(request),
        header_origin=call.context.origin,
    )
    return call.core.attribute_ticket(call.caller, attribution)


def list_ticket_gaps(call: Call, request: Any) -> Sequence[SequenceGap]:
    """Tell what tills have not sent."""
    return call.core.list_ticket_gaps(call.caller, given(request.deviceId))


def _numbered(holder: Any, member: str) -> Iterable[tuple[int, Any]]:
    """The members of a list with their places, from 0 as in the domain's sentences; nothing for one that was not sent."""
    return enumerate((holder and getattr(holder, member)) or ())


def _sold(line: Any, path: str) -> TicketLine:
    wording = Wording(
        name=line.name or "",
        short_description=line.shortDescription or "",
        long_description=line.longDescription or "",
        unit_price=values.amount(line.unitPrice, f"{path}.unitPrice"),
        tax=values.amount(line.tax, f"{path}.tax") or Decimal(0),
        discount=values.amount(line.discount, f"{path}.discount") or Decimal(0),
    )
    return TicketLine(_basket_line(line, path), wording)


def _basket_line(line: Any, path: str) -> BasketLine:
    quantity = values.amount(line.quantity, f"{path}.quantity")
    return BasketLine(
        item_code=given(line.itemCode),
        amount=_amount(line.amount, f"{path}.amount"),
        quantity=Decimal(1) if quantity is None else quantity,
        category=given(line.category),
    )


def _returned(line: Any, path: str) -> ReturnedLine:
    return ReturnedLine(
        original_line=_needed(values.whole(line.originalLine, f"{path}.originalLine"), f"{path}.originalLine"),
        quantity=_amount(line.quantity, f"{path}.quantity"),
        amount=_amount(line.amount, f"{path}.amount"),
    )


def _withdrawal(withdrawal: Any, path: str) -> Withdrawal:
    return Withdrawal(
        _amount(withdrawal.points, f"{path}.points"),
        _amount(withdrawal.amount, f"{path}.amount"),
        given(withdrawal.transactionId),
    )


def _original(ticket: Any) -> OriginalDraft:
    return OriginalDraft(
        given(ticket.receiptNumber),
        _needed(values.day(ticket.businessDate, "original.businessDate"), "original.businessDate"),
        given(ticket.locationId),
        given(ticket.deviceId),
    )


def _origin(request: Any) -> Origin:
    return Origin(site=given(request.locationId), device=given(request.deviceId))


def _amount(text: str | None, field: str) -> Decimal:
    return _needed(values.amount(text, field), field)


def _needed(value: _Value | None, field: str) -> _Value:
    """A value that the contract's schema requires."""
    if value is None:
        raise InvalidInput(f"{field} is missing.", field=field)
    return value

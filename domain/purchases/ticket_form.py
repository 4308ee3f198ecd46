"""A ticket as it was sent, and how it becomes one that can be booked."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.accounts.prepared_update import digest_key
from domain.clock import Clock
from domain.currencies import currency_places
from domain.errors import InvalidInput, TimeInFuture
from domain.identity.origin import Origin
from domain.programmes.programme import Programme
from domain.purchases.basket import LINES_LIMIT, BasketDraft, clean_basket
from domain.purchases.ticket import (
    KeptLine,
    ReturnedLine,
    Tender,
    Ticket,
    TicketLine,
    TicketReference,
    Withdrawal,
    Wording,
)
from domain.purchases.withdrawal_form import clean_withdrawals, paid_with
from domain.text import clean_identifier, clean_text, optional_identifier

FUTURE_LIMIT = timedelta(hours=24)
TENDERS_LIMIT = 100
WORDING_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class OriginalDraft:
    """Names an earlier ticket; site and device are those of the new one, where they are empty."""

    receipt_number: str
    business_date: date
    site: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """A ticket as it was sent: texts as they came, amounts and dates read.

    `total` is what was paid in all: sold lines less returned ones; with `kept` lines (see `Ticket`), what they cost.
    Without `business_date` it is the day of `occurred_at` in the site's own time.
    """

    receipt_number: str
    total: Decimal
    occurred_at: datetime
    sold: tuple[TicketLine, ...] = ()
    returned: tuple[ReturnedLine, ...] = ()
    kept: tuple[KeptLine, ...] | None = None
    original: OriginalDraft | None = None
    cancels: bool = False
    tenders: tuple[Tender, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    business_date: date | None = None
    currency: str = ""
    sequence: int | None = None
    card_number: str = ""
    customer_number: str = ""
    message_origin: Origin = field(default_factory=Origin)
    request_key: str = ""


def clean_ticket(draft: TicketDraft, programme: Programme, origin: Origin, clock: Clock) -> Ticket:
    """The ticket after checking; `origin` is where it comes from. Raises `InvalidInput`, naming the field."""
    site, device = optional_identifier(origin.site, "locationId"), clean_identifier(origin.device, "deviceId")
    zone = programme.zone_of(site)
    occurred_at = draft.occurred_at if draft.occurred_at.tzinfo else draft.occurred_at.replace(tzinfo=zone)
    if occurred_at - clock.now() > FUTURE_LIMIT:
        raise TimeInFuture("occurredAt lies more than 24 hours ahead; set the till's clock.", field="occurredAt")
    _check_kind(draft)
    sold = _checked_lines(draft, programme, site, clock)
    business_date = draft.business_date or occurred_at.astimezone(zone).date()
    return Ticket(
        reference=TicketReference(site, device, business_date, clean_identifier(draft.receipt_number, "receiptNumber")),
        occurred_at=occurred_at.astimezone(UTC),
        currency=programme.currency,
        sold=sold,
        total=draft.total,
        returned=draft.returned,
        kept=draft.kept,
        original=_original(draft.original, site, device),
        cancels=draft.cancels,
        tenders=tuple(Tender(clean_identifier(each.type, "tenders.type"), each.amount) for each in draft.tenders),
        withdrawals=clean_withdrawals(draft.withdrawals, programme, is_sale=bool(sold)),
        sequence=draft.sequence,
        request_key=digest_key("ticket request", key) if (key := _request_key(draft)) else None,
        card_number=optional_identifier(draft.card_number, "cardNumber"),
        customer_number=optional_identifier(draft.customer_number, "customerNumber"),
    )


def _checked_lines(draft: TicketDraft, programme: Programme, site: str, clock: Clock) -> tuple[TicketLine, ...]:
    """What was sold, checked by the rules of baskets; what came back and the total are checked too."""
    sold: tuple[TicketLine, ...] = ()
    if draft.sold:
        sent = tuple(line.sold for line in draft.sold)
        basket = BasketDraft(sent, site, draft.occurred_at, draft.currency, paid_with(draft.withdrawals))
        checked = clean_basket(basket, programme, site, clock).lines
        sold = tuple(
            TicketLine(
                line,
                _clean_wording(said.wording, f"lines[{place}]"),
                optional_identifier(said.line_id, f"lines[{place}].lineId"),
            )
            for place, (line, said) in enumerate(zip(checked, draft.sold, strict=True))
        )
    elif draft.currency and draft.currency.strip().upper() != programme.currency:
        raise InvalidInput(f"currency is not {programme.currency}, the programme's.", field="currency")
    places = currency_places(programme.currency)
    if max(len(draft.returned), len(draft.tenders) * LINES_LIMIT // TENDERS_LIMIT) > LINES_LIMIT:
        raise InvalidInput(f"A ticket has at most {LINES_LIMIT} lines and {TENDERS_LIMIT} tenders.", field="lines")
    for place, back in enumerate(draft.returned):
        if back.quantity <= 0 or back.amount < 0 or back.amount != round(back.amount, places):
            raise InvalidInput(
                f"returnedLines[{place}] needs a quantity above zero and an amount not below it.", field="returnedLines"
            )
    total = sum((line.sold.amount for line in draft.sold), Decimal())
    total += sum((stays.amount for stays in draft.kept or ()), Decimal())
    total -= sum((back.amount for back in draft.returned), Decimal())
    if not draft.cancels and total != draft.total:
        raise InvalidInput(f"total is {draft.total}, but the lines add up to {total}.", field="total")
    return sold


def _check_kind(draft: TicketDraft) -> None:
    if draft.cancels and (draft.sold or draft.returned):
        raise InvalidInput("A cancellation has no lines: it takes back all that is left.", field="lines")
    is_whole = draft.kept is not None
    if (draft.cancels or draft.returned or is_whole) and draft.original is None:
        raise InvalidInput("Name the original ticket that is returned or cancelled.", field="original")
    if not (draft.cancels or draft.sold or draft.returned or is_whole):
        raise InvalidInput("A ticket has at least one line.", field="lines")


def _original(draft: OriginalDraft | None, site: str, device: str) -> TicketReference | None:
    if draft is None:
        return None
    return TicketReference(
        optional_identifier(draft.site, "original.locationId") or site,
        optional_identifier(draft.device, "original.deviceId") or device,
        draft.business_date,
        clean_identifier(draft.receipt_number, "original.receiptNumber"),
    )


def _clean_wording(said: Wording, path: str) -> Wording:
    def cleaned(name: str) -> str:
        return clean_text(getattr(said, name), f"{path}.{name}", longest=WORDING_LIMIT)

    return replace(
        said,
        name=cleaned("name"),
        short_description=cleaned("short_description"),
        long_description=cleaned("long_description"),
    )


def _request_key(draft: TicketDraft) -> str:
    return optional_identifier(draft.request_key, "Idempotency-Key", longest=255)

"""A ticket: a finished purchase, a return, both at once (an exchange), or the cancellation of an earlier ticket."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from domain.accounts.prepared_update import digest_key
from domain.amounts import format_plain
from domain.purchases.basket import Basket, BasketLine


@dataclass(frozen=True, slots=True)
class TicketReference:
    """What names a receipt: no two receipts of a programme share it. `business_date` is the shop's own day."""

    site: str
    device: str
    business_date: date
    receipt_number: str

    @property
    def natural_key(self) -> bytes:
        """32 bytes that stand for the receipt, whatever request brought it."""
        return digest_key("ticket", self.site, self.device, self.business_date.isoformat(), self.receipt_number)

    def __str__(self) -> str:
        return f"{self.receipt_number} of {self.device}, {self.business_date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Wording:
    """What the receipt says of a line, for whoever shows it; it earns nothing."""

    name: str = ""
    short_description: str = ""
    long_description: str = ""
    unit_price: Decimal | None = None
    tax: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One line that was sold; `line_id` is the till's own name of it, where it has one."""

    sold: BasketLine
    wording: Wording = Wording()
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """Some of a line of the original ticket that comes back: the line's place there, from 1, and how much of it."""

    original_line: int
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What stays of a line of the original ticket: the line's place there, from 1, and how much of it."""

    original_line: int
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tender:
    """How a part of the total was paid: the shop's own code, and the amount."""

    type: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Points spent as payment in a ticket: how many, and what they paid of the total.

    With a `transaction_id` the till has moved them already, by a balance update of this id: then it is only referenced.
    """

    points: Decimal
    amount: Decimal
    transaction_id: str = ""


class TicketKind(Enum):
    """What a ticket is, as its lines say."""

    SALE = "sale"
    RETURN = "return"
    EXCHANGE = "exchange"
    CANCELLATION = "cancellation"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket after checking. Amounts are in units of the currency, times aware and in UTC.

    `original` is the ticket that is returned (in part) or cancelled. A return may say what stays of the original instead
    of what comes back: `kept` has a line for each that stays, and is None for all other tickets. `sequence` is the till's
    own running number, `request_key` a digest of the key sent with the request; both may be missing.
    """

    reference: TicketReference
    occurred_at: datetime
    currency: str
    sold: tuple[TicketLine, ...]
    total: Decimal
    returned: tuple[ReturnedLine, ...] = ()
    kept: tuple[KeptLine, ...] | None = None
    original: TicketReference | None = None
    cancels: bool = False
    tenders: tuple[Tender, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    sequence: int | None = None
    request_key: bytes | None = None
    card_number: str = ""
    customer_number: str = ""

    @property
    def kind(self) -> TicketKind:
        """What the ticket is."""
        if self.cancels:
            return TicketKind.CANCELLATION
        if self.returned:
            return TicketKind.EXCHANGE if self.sold else TicketKind.RETURN
        if self.kept is not None:
            return TicketKind.RETURN
        return TicketKind.SALE

    @property
    def basket(self) -> Basket | None:
        """What earns: the lines that were sold."""
        lines = tuple(line.sold for line in self.sold)
        paid = sum((each.amount for each in self.withdrawals), Decimal())
        return Basket(self.reference.site, self.occurred_at, self.currency, lines, paid) if lines else None

    @property
    def fingerprint(self) -> bytes:
        """32 bytes that stand for what was bought, returned and paid with points: another content under a known receipt is refused.

        Times, tenders, wording, the member and the request's key are not in it: a till may send those anew.
        """
        sold = [
            f"{line.sold.item_code}|{line.sold.category}|{format_plain(line.sold.quantity)}|{format_plain(line.sold.amount)}"
            for line in self.sold
        ]
        returned = [
            f"{line.original_line}|{format_plain(line.quantity)}|{format_plain(line.amount)}" for line in self.returned
        ]
        original = self.original.natural_key.hex() if self.original else ""
        withdrawn = [
            f"{format_plain(each.points)}|{format_plain(each.amount)}|{each.transaction_id}"
            for each in self.withdrawals
        ]
        kept = [
            f"{line.original_line}|{format_plain(line.quantity)}|{format_plain(line.amount)}"
            for line in self.kept or ()
        ]
        stays = [] if self.kept is None else ["kept", *kept]
        parts = [
            self.kind.value,
            self.currency,
            format_plain(self.total),
            original,
            "sold",
            *sold,
            "returned",
            *returned,
        ]
        return digest_key(*parts, *(["withdrawn", *withdrawn] if withdrawn else []), *stays)

"""Port: the tickets that are in the books, and what belongs to them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Protocol

from domain.accounts.account import Account
from domain.accounts.ledger_records import RelatedMovement
from domain.errors import LoyaltyError
from domain.identity.origin import Origin
from domain.programmes.earning_rules_records import RulesVersion
from domain.programmes.programme import Programme
from domain.purchases.member_directory import Member
from domain.purchases.returns import BookedLine
from domain.purchases.ticket import Ticket, TicketKind, TicketReference


@dataclass(slots=True)
class MemberAccounts:
    """A member's loyalty account and its sub-balances, locked for a purchase.

    `counted_since` is when the tier-qualifying points last went back to zero, None where they never did.
    """

    spendable: Account
    spendable_escrow: Account
    tier_qualifying: Account
    tier_qualifying_escrow: Account
    counted_since: datetime | None = None

    def __iter__(self) -> Iterator[Account]:
        """The four, in this order."""
        yield from (self.spendable, self.spendable_escrow, self.tier_qualifying, self.tier_qualifying_escrow)


@dataclass(slots=True)
class EscrowLot:
    """The points (scaled) of one ticket while they wait; `is_open` until they roll over at `due_at`."""

    ticket_id: int
    left: int
    due_at: datetime
    is_open: bool = True

    def take(self, points: int) -> int:
        """Take as much of these points as waits here; returns how many that is."""
        taken = min(points, self.left) if self.is_open else 0
        self.left -= taken
        return taken


@dataclass(slots=True)
class BookedTicket:
    """A ticket in the books: what returns of it need. `account_number` is empty while it belongs to nobody.

    `withdrawals` are the movements of the points that paid for it, with what is left to give back of them.
    `earned_by` is the movement that made its points spendable, None while they wait; `earned_at` is when they came, of
    points that never waited.
    """

    id: int
    kind: TicketKind
    account_number: str
    lines: list[BookedLine]
    lot: EscrowLot | None = None
    earned_at: datetime | None = None
    withdrawals: list[RelatedMovement] = field(default_factory=list)
    earned_by: int | None = None

    def counts_since(self, counted_since: datetime | None) -> bool:
        """Whether its points, which wait no more, are among those that count for tiers since this moment."""
        counted_at = self.lot.due_at if self.lot else self.earned_at
        return counted_since is None or counted_at is None or counted_at >= counted_since


class TicketStatus(Enum):
    """Whether a ticket gives points: at once, not before somebody has looked, or as that somebody has said."""

    BOOKED = "booked"
    REVIEW = "review"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule gave, for the receipt."""

    rule: str
    points: Decimal
    explanation: str


@dataclass(frozen=True, slots=True)
class TicketReceipt:
    """The answer to a ticket, the same however often it is sent, until it is claimed or a review of it is decided.

    `earned`, `taken_back`, `withdrawn` (points that paid for it) and `given_back` (points that paid for what came back)
    are points, none below zero. The balances are those right after it, None where the
    ticket belongs to nobody. `spendable_from` is when its points roll over, None where none wait. `reply` is the
    kept reply to the request that brought it, empty where none is kept; of a request that is known, nothing else is told.
    """

    ticket_id: int
    kind: TicketKind
    earned: Decimal = Decimal(0)
    taken_back: Decimal = Decimal(0)
    withdrawn: Decimal = Decimal(0)
    given_back: Decimal = Decimal(0)
    reasons: tuple[Reason, ...] = ()
    remarks: tuple[str, ...] = ()
    customer_number: str = ""
    rules_version: int | None = None
    spendable_from: datetime | None = None
    spendable: Decimal | None = None
    spendable_escrow: Decimal | None = None
    tier_qualifying: Decimal | None = None
    tier_qualifying_escrow: Decimal | None = None
    status: TicketStatus = TicketStatus.BOOKED
    is_replay: bool = False
    reply: str = ""


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """A request whose reply is kept, letter for letter, for whoever sends it again.

    `key` names it, `content` stands for all that it says (32 bytes each); `written` makes the reply of a receipt.
    """

    key: bytes
    content: bytes
    written: Callable[["TicketReceipt"], str]


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """A ticket on its way into the books: whose it is, the rules of its time, and where it came from.

    With a `request`, the receipt has the reply to it.
    """

    programme: Programme
    ticket: Ticket
    member: Member | None
    rules: RulesVersion | None
    received_at: datetime
    origin: Origin
    credential_id: int | None
    remarks: tuple[str, ...] = ()
    request: TicketRequest | None = None

    @property
    def earning_day(self) -> date:
        """The day for which a cap on earning counts the ticket, in the site's own calendar."""
        return self.ticket.occurred_at.astimezone(self.programme.zone_of(self.ticket.reference.site)).date()


TicketResult = TicketReceipt | LoyaltyError
"""What became of one ticket of several."""


class TicketBooks(Protocol):
    """Where tickets are booked. What a method changed is durable when it returns; all raise `StoreUnavailable`."""

    def book(self, order: TicketOrder) -> TicketReceipt:
        """Book this ticket once: one that is known gets its first receipt again.

        A request that is known gets its first reply again, whatever became of the ticket since.
        Raises `IdempotencyMismatch` where the receipt or the request's key is known for something else,
        `TicketNotFound` where the original is not in the books (nothing is recorded: it may arrive later),
        `InvalidInput` where more would come back than was sold or a withdrawal is not what it says, and, for a ticket
        that points paid for, `NoAccount`, `AccountBlocked`, `AccountClosed`, `WithdrawalNotCovered` or `WithdrawalNotFound`.
        """

    def book_all(self, orders: Sequence[TicketOrder]) -> Sequence[TicketResult]:
        """Book these tickets of one programme, one or more, as `book` does each, and in their order.

        What became of each: one that is refused leaves the others alone. Where the store is away, some may be booked.
        """

    def find(self, programme: Programme, reference: TicketReference) -> Ticket | None:
        """The ticket as it was booked, without its member; None where it is not in the books."""

    def attribute(self, order: TicketOrder) -> TicketReceipt:
        """Give the order's ticket, which is in the books and belongs to nobody, to the order's member, once.

        The same member again gets the first receipt again; raises `TicketTaken` for another one,
        and `AccountBlocked` or `AccountClosed` where the member's account takes nothing now; the ticket is then nobody's still.
        """

    def roll_over(self, now: datetime, limit: int) -> int:
        """Roll over what waited until `now`, of up to `limit` tickets; returns how many were due."""

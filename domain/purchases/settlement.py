"""What follows from one ticket."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from domain.accounts.account import Account
from domain.accounts.ledger_records import RelatedMovement
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.amounts import to_scaled
from domain.purchases.earning import Earning
from domain.purchases.settle_withdrawals import SettledWithdrawal
from domain.purchases.ticket_books import TicketOrder

NOTHING = Earning(Decimal(0))


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """A ticket is to be looked at: why, the points that it would have given, and the tier that these were judged by."""

    why: str
    points: Decimal
    tier: str


@dataclass(slots=True)
class Settlement:
    """What follows from a ticket: postings in order, the points that wait, and what the receipt says."""

    order: TicketOrder
    earning: Earning = NOTHING
    taken_back: int = 0
    given_back: int = 0
    withdrawals: list[SettledWithdrawal] = field(default_factory=list)
    review: ReviewOpened | None = None
    postings: list[Posting] = field(default_factory=list)
    due_at: datetime | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def earned(self) -> int:
        """The points earned, scaled."""
        return to_scaled(self.earning.points)

    @property
    def withdrawn(self) -> int:
        """The points that paid, scaled."""
        return sum(each.points for each in self.withdrawals)

    def pending(self, account: Account) -> int:
        """What the postings so far move on this account."""
        return sum(posting.amount for posting in self.postings if posting.account_id == account.id)

    def post(
        self,
        account: Account,
        kind: MovementKind,
        amount: int,
        *,
        fact: str = "",
        reason: str = "",
        reverses: RelatedMovement | None = None,
        original_id: int | None = None,
    ) -> bytes:
        """Post what is not zero; returns the key of the posting, which `fact` tells from others of its kind."""
        ticket = self.order.ticket
        key = posting_key(ticket.reference.natural_key, kind, account.id, fact)
        if amount:
            posting = Posting(
                account.id,
                kind,
                amount,
                key,
                self.order.received_at,
                ticket.occurred_at,
                reference=str(ticket.reference),
                reason=reason,
                origin=self.order.origin,
                credential_id=self.order.credential_id,
                reverses=reverses,
                original_id=original_id,
            )
            self.postings.append(posting)
        return key


def posting_key(natural_key: bytes, kind: MovementKind, account_id: int, fact: str = "") -> bytes:
    """The key of what the ticket of this natural key moves on this account by this kind of movement and fact."""
    return digest_key("posting", natural_key.hex(), kind.value, str(account_id), *([fact] if fact else []))

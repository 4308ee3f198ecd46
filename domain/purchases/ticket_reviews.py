"""Port: the tickets that wait until somebody has looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import Caller, Operation
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from domain.purchases.member_directory import Member
from domain.purchases.ticket import Ticket, TicketReference
from domain.purchases.ticket_books import TicketOrder, TicketReceipt
from domain.ticket_refusals import TicketNotInReview

_DIGITS = 18


@dataclass(frozen=True, slots=True)
class TicketReview:
    """A ticket that was over a limit: `points` is what it would have given then, `why` the sentence of its receipt.

    `member` is whose it is, with the tier of that time.
    """

    ticket_id: int
    ticket: Ticket
    member: Member
    points: Decimal
    why: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """Who decided, when, and why."""

    decided_by: str
    decided_at: datetime
    reason: str = ""


class TicketReviews(Protocol):
    """Where tickets in review are kept. What a method changed is durable when it returns; all raise `StoreUnavailable`."""

    def list_open(
        self, programme: Programme, sites: frozenset[str] | None, window: Window
    ) -> Sequence[Listed[TicketReview]]:
        """Those that nobody has decided on, of these sites (None: of all), the oldest first."""

    def count_open(self, programme: Programme, sites: frozenset[str] | None, cap: int) -> int:
        """How many `list_open` would list without a window; `cap` where they are as many or more."""

    def find_review(self, programme: Programme, ticket_id: int) -> TicketReview | None:
        """One of them, decided on or not; None for a ticket that was never in review."""

    def approve(self, order: TicketOrder, decision: ReviewDecision) -> TicketReceipt:
        """Let the order's ticket earn, once, less what came back since; approved before, it gets that answer again.

        Raises `TicketNotInReview` for one that is not in review, and `AccountBlocked` or `AccountClosed` where the
        member's account takes nothing now; then it stays in review.
        """

    def reject(self, programme: Programme, reference: TicketReference, decision: ReviewDecision) -> TicketReceipt:
        """Let the ticket earn nothing for good; rejected before, it gets that answer again.

        Raises `TicketNotInReview` for one that is not in review.
        """


def ticket_id_of(text: str) -> int:
    """The id of a ticket as a receipt shows it; raises `InvalidInput`."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS):
        raise InvalidInput("ticketId is not the ticketId of a receipt.", field="ticketId")
    return int(digits)


def require_reviewer(caller: Caller) -> None:
    """Raise `NotAllowed` unless the caller may decide on reviews, which are not about the one customer of a header."""
    caller.require(Operation.REVIEW_TICKETS)
    if caller.subject:
        raise NotAllowed("Reviews are not about one customer; leave the header subject out.", field="subject")


def require_review(
    reviews: TicketReviews, programme: Programme, ticket_id: str, sites: frozenset[str] | None
) -> TicketReview:
    """The review of this ticket, open or not, where the sites are allowed (None: all of them).

    Raises `InvalidInput`, `TicketNotInReview` or `NotAllowed`.
    """
    review = reviews.find_review(programme, ticket_id_of(ticket_id))
    if review is None:
        raise TicketNotInReview
    if sites is not None and review.ticket.reference.site not in sites:
        raise NotAllowed("These credentials do not serve the site of this ticket.")
    return review

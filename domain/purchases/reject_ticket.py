"""Use case: let a ticket earn nothing that somebody has looked at."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.caller import Caller
from domain.programmes.programme import Programme
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_reviews import ReviewDecision, TicketReviews, require_review, require_reviewer
from domain.text import clean_text


@dataclass(frozen=True, slots=True)
class RejectTicket:
    """Closes the review of a ticket without points, for a reason that is kept."""

    reviews: TicketReviews
    clock: Clock

    def __call__(self, caller: Caller, ticket_id: str, reason: str) -> TicketReceipt:
        """The receipt; rejected before, the same again. Raises `NotAllowed`, `InvalidInput` or `TicketNotInReview`."""
        require_reviewer(caller)
        return self.reject(caller.programme, ticket_id, reason, caller.name, caller.sites)

    def reject(
        self,
        programme: Programme,
        ticket_id: str,
        reason: str,
        decided_by: str,
        sites: frozenset[str] | None = None,
    ) -> TicketReceipt:
        """The same for administrators, who need no credentials."""
        reason = clean_text(reason, "reason")
        if not reason:
            raise InvalidInput("reason is empty; say why, for those who are asked later.", field="reason")
        review = require_review(self.reviews, programme, ticket_id, sites)
        decision = ReviewDecision(clean_text(decided_by, "operator"), self.clock.now(), reason)
        return self.reviews.reject(programme, review.ticket.reference, decision)

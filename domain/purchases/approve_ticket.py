"""Use case: let a ticket earn that somebody has looked at."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.purchases.ticket_books import TicketOrder, TicketReceipt
from domain.purchases.ticket_reviews import ReviewDecision, TicketReviews, require_review, require_reviewer
from domain.text import clean_text


@dataclass(frozen=True, slots=True)
class ApproveTicket:
    """Gives a ticket in review its points: by the rules, the tier and the time of the purchase, once."""

    reviews: TicketReviews
    rules: EarningRulesRecords
    clock: Clock

    def __call__(self, caller: Caller, ticket_id: str) -> TicketReceipt:
        """The receipt; approved before, the same again.

        Raises `NotAllowed`, `InvalidInput`, `TicketNotInReview`, `AccountBlocked` or `AccountClosed`.
        """
        require_reviewer(caller)
        return self.approve(caller.programme, ticket_id, caller.name, caller.sites, caller.credential_id)

    def approve(
        self,
        programme: Programme,
        ticket_id: str,
        decided_by: str,
        sites: frozenset[str] | None = None,
        credential_id: int | None = None,
    ) -> TicketReceipt:
        """The same for administrators, who need no credentials."""
        review = require_review(self.reviews, programme, ticket_id, sites)
        now, reference = self.clock.now(), review.ticket.reference
        decided_by = clean_text(decided_by, "operator")
        order = TicketOrder(
            programme=programme,
            ticket=review.ticket,
            member=review.member,
            rules=self.rules.at(programme, review.ticket.occurred_at),
            received_at=now,
            origin=Origin(reference.site, reference.device, decided_by),
            credential_id=credential_id,
        )
        return self.reviews.approve(order, ReviewDecision(decided_by, now))

"""Use case: which tickets wait until somebody has looked."""

from dataclasses import dataclass

from domain.identity.caller import Caller
from domain.pager import Pager
from domain.paging import Page, PageRequest
from domain.programmes.programme import Programme
from domain.purchases.ticket_reviews import TicketReview, TicketReviews, require_reviewer


@dataclass(frozen=True, slots=True)
class ListTicketReviews:
    """Lists the tickets in review, the oldest first."""

    reviews: TicketReviews
    pages: Pager

    def __call__(self, caller: Caller, page: PageRequest) -> Page[TicketReview]:
        """The page, of the sites of the caller's scope; raises `NotAllowed` or `InvalidInput`."""
        require_reviewer(caller)
        return self.list(caller.programme, page, caller.sites)

    def list(self, programme: Programme, page: PageRequest, sites: frozenset[str] | None = None) -> Page[TicketReview]:
        """The same for administrators, who need no credentials."""
        return self.pages.page(
            page,
            (programme.id, "reviews", *sorted(sites or ())),
            rows=lambda window: self.reviews.list_open(programme, sites, window),
            count=lambda cap: self.reviews.count_open(programme, sites, cap),
        )

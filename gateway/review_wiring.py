"""Wires what is decided on tickets that earned too fast."""

from dataclasses import dataclass

from adapters.database.engine import Store
from adapters.database.reading import Reader
from adapters.database.ticket_reviews import DatabaseTicketReviews
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import Clock
from domain.pager import Pager
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.approve_ticket import ApproveTicket
from domain.purchases.list_ticket_reviews import ListTicketReviews
from domain.purchases.reject_ticket import RejectTicket


@dataclass(frozen=True)
class Reviews:
    """These lines of the menus of callers and of administrators, by the names that they have there."""

    list_ticket_reviews: ListTicketReviews
    approve_ticket: ApproveTicket
    reject_ticket: RejectTicket


def build_reviews(
    store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords, pages: Pager, clock: Clock
) -> Reviews:
    """The use cases over this store."""
    reviews = DatabaseTicketReviews(store, reader, unit_of_work, rules)
    return Reviews(
        ListTicketReviews(reviews, pages), ApproveTicket(reviews, rules, clock), RejectTicket(reviews, clock)
    )

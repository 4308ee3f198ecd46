"""Wires what is done with purchases."""

from dataclasses import dataclass

from adapters.database.member_directory import DatabaseMemberDirectory
from adapters.database.member_standings import DatabaseMemberStandings
from adapters.database.reading import Reader
from adapters.database.ticket_sequences import DatabaseTicketSequences
from domain.clock import Clock
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.attribute_ticket import AttributeTicket
from domain.purchases.book_tickets import BookTickets
from domain.purchases.list_ticket_gaps import ListTicketGaps
from domain.purchases.preview_earning import PreviewEarning
from domain.purchases.record_transaction import RecordTransaction
from domain.purchases.ticket_books import TicketBooks


@dataclass(frozen=True)
class Purchases:
    """These lines of the menu, by the names that they have there."""

    preview_earning: PreviewEarning
    book_tickets: BookTickets
    attribute_ticket: AttributeTicket
    list_ticket_gaps: ListTicketGaps
    record_transaction: RecordTransaction


def build_purchases(reader: Reader, rules: EarningRulesRecords, tickets: TicketBooks, clock: Clock) -> Purchases:
    """The use cases over these books."""
    members = DatabaseMemberDirectory(reader, clock)
    book_tickets = BookTickets(rules, members, tickets, clock)
    return Purchases(
        PreviewEarning(rules, members, DatabaseMemberStandings(reader), clock),
        book_tickets,
        AttributeTicket(rules, members, tickets, clock),
        ListTicketGaps(DatabaseTicketSequences(reader)),
        RecordTransaction(book_tickets),
    )

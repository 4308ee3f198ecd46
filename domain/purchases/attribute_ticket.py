"""Use case: give a ticket that belongs to nobody to a member ("I forgot my card"), once."""

from dataclasses import dataclass
from datetime import date

from domain.clock import Clock
from domain.errors import NotAllowed
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.book_tickets import find_member
from domain.purchases.member_directory import MemberDirectory
from domain.purchases.ticket import TicketReference
from domain.purchases.ticket_books import TicketBooks, TicketOrder, TicketReceipt
from domain.refusals import NoAccount, TicketNotFound
from domain.text import clean_identifier, optional_identifier


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which ticket, and whose it is; site and device may come from the call."""

    receipt_number: str
    business_date: date
    card_number: str = ""
    customer_number: str = ""
    message_origin: Origin = NOWHERE
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class AttributeTicket:
    """Gives tickets to members: they earn by the rules of their own time, less what came back since."""

    rules: EarningRulesRecords
    members: MemberDirectory
    books: TicketBooks
    clock: Clock

    def __call__(self, caller: Caller, attribution: Attribution) -> TicketReceipt:
        """The receipt; the same member again gets it again.

        Raises `TicketNotFound` for a ticket that is not in the books, `NoAccount` for a card or number of no member,
        `TicketTaken` for a ticket of another member, `AccountBlocked`, `AccountClosed`, `NotAllowed` or `InvalidInput`.
        """
        caller.require(Operation.SEND_TICKETS)
        if caller.is_customer:
            raise NotAllowed("A customer's own token may look at balances, not claim tickets.")
        origin = resolve_origin(caller, attribution.message_origin, attribution.header_origin)
        reference = TicketReference(
            optional_identifier(origin.site, "locationId"),
            clean_identifier(origin.device, "deviceId"),
            attribution.business_date,
            clean_identifier(attribution.receipt_number, "receiptNumber"),
        )
        card = optional_identifier(attribution.card_number, "cardNumber")
        customer = optional_identifier(attribution.customer_number, "customerNumber")
        member = find_member(self.members, caller, card, customer)
        if member is None or not caller.may_reach(member.customer_number):
            raise NoAccount
        ticket = self.books.find(caller.programme, reference)
        if ticket is None:
            raise TicketNotFound
        return self.books.attribute(
            TicketOrder(
                programme=caller.programme,
                ticket=ticket,
                member=member,
                rules=self.rules.at(caller.programme, ticket.occurred_at),
                received_at=self.clock.now(),
                origin=origin,
                credential_id=caller.credential_id,
            )
        )

"""Use case: book tickets, each once, however often and in whatever order they arrive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.clock import Clock
from domain.errors import InvalidInput, LoyaltyError, NotAllowed, StoreUnavailable
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.earning_rules_records import EarningRulesRecords, RulesVersion, version_at
from domain.purchases.member_directory import Member, MemberDirectory
from domain.purchases.ticket import Ticket
from domain.purchases.ticket_books import TicketBooks, TicketOrder, TicketResult
from domain.purchases.ticket_form import TicketDraft, clean_ticket

BATCH_LIMIT = 100

RulesAt = Callable[[datetime], RulesVersion | None]


@dataclass(frozen=True, slots=True)
class BookTickets:
    """Books tickets: a purchase earns, a return takes back exactly what its lines earned."""

    rules: EarningRulesRecords
    members: MemberDirectory
    books: TicketBooks
    clock: Clock

    def __call__(
        self, caller: Caller, drafts: Sequence[TicketDraft], header_origin: Origin = NOWHERE
    ) -> Sequence[TicketResult]:
        """What became of each ticket, in their order: a receipt, or the error that says why not.

        Each ticket is durable by itself when this returns; one that is refused leaves the others alone. Raises
        `NotAllowed` where the caller may send none, `InvalidInput` for an empty batch or one of more than 100, and
        `StoreUnavailable`: then the whole batch is sent again, and what was booked is recognised.
        """
        caller.require(Operation.SEND_TICKETS)
        if caller.is_customer:
            raise NotAllowed("A customer's own token may look at balances, not send tickets.")
        if not 1 <= len(drafts) <= BATCH_LIMIT:
            raise InvalidInput(f"Send from 1 to {BATCH_LIMIT} tickets; got {len(drafts)}.", field="tickets")
        rules_at = partial(version_at, self.rules.list(caller.programme))
        orders = [self._order_or_why_not(caller, draft, header_origin, rules_at) for draft in drafts]
        good = [order for order in orders if isinstance(order, TicketOrder)]
        results = iter(self.books.book_all(good) if good else [])
        return [next(results) if isinstance(order, TicketOrder) else order for order in orders]

    def _order_or_why_not(
        self, caller: Caller, draft: TicketDraft, header_origin: Origin, rules_at: RulesAt
    ) -> TicketOrder | LoyaltyError:
        try:
            return self._order(caller, draft, header_origin, rules_at)
        except StoreUnavailable:
            raise
        except LoyaltyError as error:
            return error

    def order(self, caller: Caller, draft: TicketDraft, header_origin: Origin) -> TicketOrder:
        """The draft on its way into the books; raises `NotAllowed` or `InvalidInput`."""
        return self._order(caller, draft, header_origin, partial(self.rules.at, caller.programme))

    def _order(self, caller: Caller, draft: TicketDraft, header_origin: Origin, rules_at: RulesAt) -> TicketOrder:
        origin = resolve_origin(caller, draft.message_origin, header_origin)
        ticket = clean_ticket(draft, caller.programme, origin, self.clock)
        member = self._member(caller, ticket)
        named = ticket.card_number or ticket.customer_number
        remarks = (
            () if member or not named else ("The ticket belongs to nobody yet: no member has this card or number.",)
        )
        return TicketOrder(
            programme=caller.programme,
            ticket=ticket,
            member=member,
            rules=rules_at(ticket.occurred_at),
            received_at=self.clock.now(),
            origin=origin,
            credential_id=caller.credential_id,
            remarks=remarks,
        )

    def _member(self, caller: Caller, ticket: Ticket) -> Member | None:
        member = find_member(self.members, caller, ticket.card_number, ticket.customer_number)
        if member and not caller.may_reach(member.customer_number):
            raise NotAllowed("The header subject stands for another customer.", field="subject")
        return member


def find_member(members: MemberDirectory, caller: Caller, card_number: str, customer_number: str) -> Member | None:
    """The member with this card and this customer number (either may be empty), or None; nobody without both.

    Raises `InvalidInput` where the card is another customer's.
    """
    if card_number:
        member = members.by_card(caller.programme, card_number)
        if member and customer_number and not member.goes_by(customer_number):
            raise InvalidInput("The card is another customer's than customerNumber says.", field="cardNumber")
        return member
    number = customer_number or caller.subject
    return members.by_customer(caller.programme, number) if number else None

"""Use case: record a transaction as a till states it: whole, and whole again when it has changed."""

from dataclasses import dataclass, replace
from datetime import UTC
from decimal import Decimal

from domain.cards.card_number import card_digits
from domain.customers.identifier_keys import IdentifierKind
from domain.errors import IdempotencyMismatch, InvalidInput, NotAllowed
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin
from domain.purchases.book_tickets import BookTickets
from domain.purchases.member_directory import Member
from domain.purchases.ticket import KeptLine, Ticket
from domain.purchases.ticket_books import TicketReceipt, TicketRequest
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from domain.refusals import SeveralCustomers
from domain.text import optional_identifier


@dataclass(frozen=True, slots=True)
class StatedTransaction:
    """A transaction as it stands at the draft's `occurred_at`: a sale, with all lines that have not come back.

    The draft has a business date, that of the sale. `member` is an id of the `kind` ID, or a customer number or card
    (EXTERNAL); empty for nobody's.
    """

    draft: TicketDraft
    request: TicketRequest
    is_voided: bool = False
    member: str = ""
    kind: IdentifierKind = IdentifierKind.EXTERNAL


@dataclass(frozen=True, slots=True)
class RecordTransaction:
    """Records transactions in the same books as tickets: the receipt number is the transaction's own."""

    tickets: BookTickets

    def __call__(self, caller: Caller, stated: StatedTransaction, header_origin: Origin = NOWHERE) -> TicketReceipt:
        """The receipt, with the kept reply to the request.

        A transaction that is new is a sale. One that is known and stated with less later on is a return of what is
        missing, and one that is voided takes back all that is left. Raises what `TicketBooks.book` raises, `NotAllowed`,
        `SeveralCustomers`, and `InvalidInput`; also where a known transaction has got more than it had.
        """
        caller.require(Operation.SEND_TICKETS)
        if caller.is_customer:
            raise NotAllowed("A customer's own token may look at balances, not send transactions.")
        draft = self._of_member(caller, stated)
        if stated.is_voided:
            return self._book(caller, stated, _void(draft), header_origin)
        order = self.tickets.order(caller, draft, header_origin)
        known = self.tickets.books.find(caller.programme, order.ticket.reference)
        if known and _is_later(order.ticket, known):
            return self._book(caller, stated, _return(draft, order.ticket, known), header_origin)
        try:
            return self.tickets.books.book(replace(order, request=stated.request))
        except IdempotencyMismatch:
            # Another statement of it may have come between looking and booking.
            known = None if known else self.tickets.books.find(caller.programme, order.ticket.reference)
            if known is None or not _is_later(order.ticket, known):
                raise
            return self._book(caller, stated, _return(draft, order.ticket, known), header_origin)

    def _book(
        self, caller: Caller, stated: StatedTransaction, draft: TicketDraft, header_origin: Origin
    ) -> TicketReceipt:
        order = self.tickets.order(caller, draft, header_origin)
        return self.tickets.books.book(replace(order, request=stated.request))

    def _of_member(self, caller: Caller, stated: StatedTransaction) -> TicketDraft:
        """The draft with the customer number of the member; with what was sent, where that is no member's."""
        named = optional_identifier(stated.member, "member")
        if not named:
            return stated.draft
        found = self._members(caller, stated.kind, named)
        if len({(member.customer_number, member.account_number) for member in found}) > 1:
            raise SeveralCustomers
        return replace(stated.draft, customer_number=found[0].name if found else named)

    def _members(self, caller: Caller, kind: IdentifierKind, named: str) -> list[Member]:
        members, programme = self.tickets.members, caller.programme
        if kind is IdentifierKind.ID:
            found = [members.by_id(programme, named.lower())]
        else:
            digits = card_digits(named)
            found = [members.by_customer(programme, named), members.by_card(programme, digits) if digits else None]
        return [member for member in found if member]


def _is_later(stated: Ticket, known: Ticket) -> bool:
    """Whether this is another state of the known ticket, from a later time; the same content is a resend at any time."""
    return stated.fingerprint != known.fingerprint and stated.occurred_at > known.occurred_at


def _void(draft: TicketDraft) -> TicketDraft:
    """The cancellation of the transaction; its number is made of the transaction's, so that it is cancelled once."""
    return replace(
        draft,
        receipt_number=f"{draft.receipt_number}/void",
        total=Decimal(0),
        sold=(),
        tenders=(),
        cancels=True,
        original=_original(draft),
    )


def _return(draft: TicketDraft, stated: Ticket, known: Ticket) -> TicketDraft:
    """The return of what the known ticket has and the stated one has no more; a number for each time of stating it."""
    places = {line.line_id or str(place): place for place, line in enumerate(known.sold, 1)}
    kept = []
    for at, line in enumerate(stated.sold, 1):
        place = places.pop(line.line_id or str(at), None)
        if place is None or known.sold[place - 1].sold.item_code != line.sold.item_code:
            raise InvalidInput(
                f"Line {line.line_id or at} is not on the transaction as it was sent first; send what was bought later as "
                "a transaction of its own.",
                field="lines",
            )
        kept.append(KeptLine(place, line.sold.quantity, line.sold.amount))
    moment = stated.occurred_at.astimezone(UTC)
    return replace(
        draft,
        receipt_number=f"{draft.receipt_number}/{moment:%Y%m%dT%H%M%S.%fZ}",
        business_date=None,
        sold=(),
        kept=tuple(kept),
        tenders=(),
        original=_original(draft),
    )


def _original(draft: TicketDraft) -> OriginalDraft:
    if draft.business_date is None:
        raise ValueError("a stated transaction has a business date")
    return OriginalDraft(draft.receipt_number, draft.business_date)

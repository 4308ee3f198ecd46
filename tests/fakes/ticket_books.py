"""Tickets in memory, over accounts in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from domain.accounts.account import SUB_BALANCES, Account, AccountStatus, AccountType, Unit
from domain.accounts.books import Books
from domain.accounts.ledger_records import Movement, RelatedMovement
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind
from domain.errors import IdempotencyMismatch, LoyaltyError, StoreUnavailable
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from domain.purchases.account_standing import require_active, require_payer, why_not
from domain.purchases.list_ticket_gaps import SequenceGap
from domain.purchases.preview_earning import MemberStanding
from domain.purchases.settle_ticket import TicketSettler
from domain.purchases.settle_withdrawals import TillMovements
from domain.purchases.settlement import Settlement
from domain.purchases.ticket import Ticket, TicketReference
from domain.purchases.ticket_books import (
    BookedTicket,
    EscrowLot,
    MemberAccounts,
    TicketOrder,
    TicketReceipt,
    TicketResult,
    TicketStatus,
)
from domain.purchases.ticket_receipt import receipt_of
from domain.purchases.ticket_reviews import ReviewDecision, TicketReview
from domain.purchases.velocity import HOUR, EarningHistory, GivenTicket
from domain.refusals import TicketNotFound, TicketTaken
from domain.ticket_refusals import TicketNotInReview


@dataclass
class Kept:
    """One ticket in the books."""

    order: TicketOrder
    booked: BookedTicket
    receipt: TicketReceipt


@dataclass
class FakeTicketBooks:
    """A `TicketBooks` over dictionaries; every loyalty account that a member names is there."""

    tickets: dict[tuple[int, bytes], Kept] = field(default_factory=dict)
    accounts: dict[tuple[int, str], MemberAccounts] = field(default_factory=dict)
    replies: dict[tuple[int, bytes], tuple[bytes, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = count(1)
        self.reviews: dict[int, tuple[int, TicketReview]] = {}
        self.books = Books(lambda: next(self.ids))

    def book_all(self, orders: Sequence[TicketOrder]) -> list[TicketResult]:
        results: list[TicketResult] = []
        for order in orders:
            try:
                results.append(self.book(order))
            except StoreUnavailable:
                raise
            except LoyaltyError as error:
                results.append(error)
        return results

    def book(self, order: TicketOrder) -> TicketReceipt:
        programme_id, ticket = order.programme.id, order.ticket
        if answered := self._answered(order):
            return answered
        for (kept_in, _), kept in self.tickets.items():
            is_same = kept.order.ticket.reference == ticket.reference
            if kept_in != programme_id or not (is_same or self._same_request(kept.order.ticket, ticket)):
                continue
            if not is_same or kept.order.ticket.fingerprint != ticket.fingerprint:
                raise IdempotencyMismatch(field="receiptNumber" if is_same else "Idempotency-Key")
            return self._reply(order, replace(kept.receipt, is_replay=True))
        original = self.tickets.get((programme_id, ticket.original.natural_key)) if ticket.original else None
        if ticket.original and original is None:
            raise TicketNotFound
        accounts = self._of(order)
        require_payer(order, accounts)
        if accounts and (reason := why_not(accounts.spendable)):
            order, accounts = replace(order, member=None, remarks=(*order.remarks, reason)), None
        settler = TicketSettler(order)
        if original:
            settler.take_back(original.booked, self._of(original.order))
        if accounts:
            settler.withdraw(accounts, TillMovements({}))
            settler.sell(accounts, self._history(order))
        return self._reply(order, self._keep(settler, accounts))

    def read(self, order: TicketOrder) -> MemberStanding | None:
        """What a preview is judged by; see `MemberStandings`."""
        accounts = self._of(order)
        return MemberStanding(accounts, self._history(order)) if accounts else None

    def find(self, programme: Programme, reference: TicketReference) -> Ticket | None:
        kept = self.tickets.get((programme.id, reference.natural_key))
        return kept.order.ticket if kept else None

    def attribute(self, order: TicketOrder) -> TicketReceipt:
        kept, accounts = self.tickets[order.programme.id, order.ticket.reference.natural_key], self._of(order)
        assert order.member
        assert accounts
        if kept.order.member:
            if kept.order.member.account_number == order.member.account_number:
                return replace(kept.receipt, is_replay=True)
            raise TicketTaken
        require_active(accounts.spendable)
        return self._earn(kept, order, accounts)

    def _earn(
        self, kept: Kept, order: TicketOrder, accounts: MemberAccounts, *, is_approved: bool = False
    ) -> TicketReceipt:
        first, settler = kept.receipt, TicketSettler(order)
        settler.sell(accounts, self._history(order), is_approved=is_approved)
        settlement = settler.settlement
        for line, earning in zip(kept.booked.lines, settler.booked_lines(), strict=True):
            line.points = earning.points
        kept.booked.lot = EscrowLot(0, settlement.earned, settlement.due_at) if settlement.due_at else None
        settler.take_back_earlier(kept.booked.lines, kept.booked.lot, accounts)
        self._post(settlement.postings)
        kept.order = order
        kept.booked.account_number = order.member.account_number if order.member else ""
        kept.receipt = replace(
            receipt_of(order, settlement, accounts, is_approved=is_approved),
            ticket_id=kept.booked.id,
            withdrawn=first.withdrawn,
            given_back=first.given_back,
        )
        if is_approved:
            kept.receipt = replace(kept.receipt, taken_back=first.taken_back + kept.receipt.taken_back)
        self._review(kept.booked.id, order, settlement)
        return kept.receipt

    def list_open(
        self, programme: Programme, sites: frozenset[str] | None, window: Window
    ) -> list[Listed[TicketReview]]:
        waiting = [
            Listed(review, (str(review.ticket_id),))
            for programme_id, review in self.reviews.values()
            if programme_id == programme.id
            and self._kept(review.ticket_id).receipt.status is TicketStatus.REVIEW
            and (sites is None or review.ticket.reference.site in sites)
            and (not window.after or review.ticket_id > int(window.after[0]))
        ]
        return waiting[window.skip : window.skip + window.limit]

    def count_open(self, programme: Programme, sites: frozenset[str] | None, cap: int) -> int:
        return min(cap, len(self.list_open(programme, sites, Window(limit=len(self.tickets)))))

    def find_review(self, programme: Programme, ticket_id: int) -> TicketReview | None:
        programme_id, review = self.reviews.get(ticket_id, (0, None))
        return review if programme_id == programme.id else None

    def approve(self, order: TicketOrder, decision: ReviewDecision) -> TicketReceipt:
        del decision
        kept, accounts = self.tickets[order.programme.id, order.ticket.reference.natural_key], self._of(order)
        assert accounts
        if kept.receipt.status is TicketStatus.APPROVED:
            return replace(kept.receipt, is_replay=True)
        if kept.receipt.status is not TicketStatus.REVIEW:
            raise TicketNotInReview
        require_active(accounts.spendable)
        return self._earn(kept, order, accounts, is_approved=True)

    def reject(self, programme: Programme, reference: TicketReference, decision: ReviewDecision) -> TicketReceipt:
        kept = self.tickets[programme.id, reference.natural_key]
        if kept.receipt.status is TicketStatus.REJECTED:
            return replace(kept.receipt, is_replay=True)
        if kept.receipt.status is not TicketStatus.REVIEW:
            raise TicketNotInReview
        said = f"No points: somebody has looked. {decision.reason}"
        kept.receipt = replace(kept.receipt, status=TicketStatus.REJECTED, remarks=(*kept.receipt.remarks, said))
        return kept.receipt

    def roll_over(self, now: datetime, limit: int) -> int:
        due = [kept for kept in self.tickets.values() if (lot := kept.booked.lot) and lot.is_open and lot.due_at <= now]
        for kept in due[:limit]:
            accounts, lot = self._of(kept.order), kept.booked.lot
            assert accounts
            assert lot
            lot.is_open = False
            pairs = (
                (accounts.spendable_escrow, accounts.spendable),
                (accounts.tier_qualifying_escrow, accounts.tier_qualifying),
            )
            for escrow, into in pairs:
                self._post([Posting(escrow.id, MovementKind.ROLL_OVER, -lot.left, b"", now)])
                self._post([Posting(into.id, MovementKind.ROLL_OVER, lot.left, b"", now)])
        return len(due[:limit])

    def gaps(self, programme: Programme, device: str) -> list[SequenceGap]:
        arrived: dict[str, list[int]] = {}
        for (kept_in, _), kept in self.tickets.items():
            reference, sequence = kept.order.ticket.reference, kept.order.ticket.sequence
            if kept_in == programme.id and sequence is not None and device in ("", reference.device):
                arrived.setdefault(reference.device, []).append(sequence)
        return [
            SequenceGap(each, before + 1, after - 1)
            for each, numbers in sorted(arrived.items())
            for before, after in zip(sorted(numbers), sorted(numbers)[1:], strict=False)
            if after > before + 1
        ]

    def block(self, programme_id: int, number: str) -> None:
        """Block this loyalty account."""
        self._accounts(programme_id, number).spendable.status = AccountStatus.BLOCKED

    def _keep(self, settler: TicketSettler, accounts: MemberAccounts | None) -> TicketReceipt:
        order, settlement = settler.order, settler.settlement
        movements = self._post(settlement.postings)
        order = order if accounts else replace(order, member=None)
        ticket_id = len(self.tickets) + 1
        receipt = replace(receipt_of(order, settlement, accounts), ticket_id=ticket_id)
        lot = EscrowLot(ticket_id, settlement.earned, settlement.due_at) if settlement.due_at else None
        number = order.member.account_number if order.member else ""
        withdrawals = [RelatedMovement(movements[each.posting_key]) for each in settlement.withdrawals]
        booked = BookedTicket(
            ticket_id, order.ticket.kind, number, settler.booked_lines(), lot, withdrawals=withdrawals
        )
        self.tickets[order.programme.id, order.ticket.reference.natural_key] = Kept(order, booked, receipt)
        self._review(ticket_id, order, settlement)
        return receipt

    def _answered(self, order: TicketOrder) -> TicketReceipt | None:
        request = order.request
        if request is None or (order.programme.id, request.key) not in self.replies:
            return None
        content, reply = self.replies[order.programme.id, request.key]
        if content != request.content:
            raise IdempotencyMismatch(field="requestId")
        return TicketReceipt(0, order.ticket.kind, is_replay=True, reply=reply)

    def _reply(self, order: TicketOrder, receipt: TicketReceipt) -> TicketReceipt:
        request = order.request
        if request is None:
            return receipt
        reply = request.written(receipt)
        self.replies[order.programme.id, request.key] = request.content, reply
        return replace(receipt, reply=reply)

    def _post(self, postings: list[Posting]) -> dict[bytes, Movement]:
        return {posting.key: self.books.post(posting) for posting in postings}

    def _review(self, ticket_id: int, order: TicketOrder, settlement: Settlement) -> None:
        opened = settlement.review
        if opened and order.member:
            member = replace(order.member, tier=opened.tier)
            review = TicketReview(ticket_id, order.ticket, member, opened.points, opened.why, order.received_at)
            self.reviews[ticket_id] = (order.programme.id, review)

    def _kept(self, ticket_id: int) -> Kept:
        return next(kept for kept in self.tickets.values() if kept.booked.id == ticket_id)

    def _history(self, order: TicketOrder) -> EarningHistory:
        assert order.member
        moment, card_id = order.ticket.occurred_at, order.member.card_id
        around = [
            GivenTicket(kept.order.ticket.occurred_at, int(kept.receipt.earned * 10_000))
            for kept in self.tickets.values()
            if (member := kept.order.member)
            and member.account_number == order.member.account_number
            and card_id in {None, member.card_id}
            and kept.receipt.status is TicketStatus.BOOKED
            and kept.receipt.earned
            and abs(kept.order.ticket.occurred_at - moment) < HOUR
        ]
        return EarningHistory(self._earned_on(order), around)

    def _earned_on(self, order: TicketOrder) -> int:
        same = [
            kept.receipt.earned
            for kept in self.tickets.values()
            if kept.order.member
            and order.member
            and kept.order.member.account_number == order.member.account_number
            and kept.order.earning_day == order.earning_day
        ]
        return int(sum(same) * 10_000)

    def _of(self, order: TicketOrder) -> MemberAccounts | None:
        return self._accounts(order.programme.id, order.member.account_number) if order.member else None

    def _accounts(self, programme_id: int, number: str) -> MemberAccounts:
        key = programme_id, number
        if key not in self.accounts:
            main, *subs = (self._open(key, kind) for kind in (AccountType.LOYALTY, *SUB_BALANCES))
            self.accounts[key] = MemberAccounts(main, subs[0], subs[1], subs[2])
        return self.accounts[key]

    def _open(self, key: tuple[int, str], kind: AccountType) -> Account:
        account = Account(
            id=len(self.books.accounts) + 1,
            programme_id=key[0],
            type=kind,
            number=key[1],
            customer_id=None,
            customer_number=None,
            currency="",
            unit=Unit.POINTS,
            precision=0,
            status=AccountStatus.ACTIVE,
        )
        self.books.accounts[account.id] = account
        return account

    @staticmethod
    def _same_request(first: Ticket, second: Ticket) -> bool:
        return first.request_key is not None and first.request_key == second.request_key

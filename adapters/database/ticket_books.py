"""The books of tickets on a database: each ticket with all that it moves in one transaction.

What waits for whom: accounts first, by id, then tickets. What was read before a lock is read again under it.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

from adapters.database.account_batches import AccountBatches
from adapters.database.books_writer import write_postings
from adapters.database.due_points import DuePoints
from adapters.database.earning_history import earning_history
from adapters.database.engine import Store
from adapters.database.escrow_roll_over import EscrowRollOver
from adapters.database.hot_transaction import HotTransaction
from adapters.database.late_earning import LateEarning
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.merged_accounts import families_of, ids_of
from adapters.database.movement_ids import MovementIds
from adapters.database.reading import Reader
from adapters.database.second_try import second_try
from adapters.database.store_errors import store_errors
from adapters.database.ticket_batches import TicketBatches
from adapters.database.ticket_loader import TicketLoader, TicketRow
from adapters.database.ticket_replies import TicketReplies
from adapters.database.ticket_writer import TicketWriter
from adapters.database.tier_keeper import in_tier
from adapters.database.tier_states import RulesAhead
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Books
from domain.errors import IdempotencyMismatch, LoyaltyError, StoreUnavailable
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.purchases.account_standing import require_active, require_payer, why_not
from domain.purchases.settle_ticket import TicketSettler
from domain.purchases.ticket import Ticket, TicketReference
from domain.purchases.ticket_books import BookedTicket, EscrowLot, MemberAccounts, TicketOrder, TicketReceipt
from domain.purchases.ticket_receipt import receipt_of
from domain.refusals import TicketNotFound, TicketTaken


class DatabaseTicketBooks:
    """Implements the port `domain.purchases.ticket_books.TicketBooks`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._unit_of_work = unit_of_work
        self._batches = TicketBatches(store, unit_of_work)
        self._accounts = MemberAccountsLoader(store)
        self._tickets = TicketLoader(store)
        self._late = LateEarning(self._tickets)
        self._ids = MovementIds(store)
        self._rules = rules
        self._due = DuePoints(store, reader, rules)
        self._roll_over = EscrowRollOver(self._due, AccountBatches(store, unit_of_work), reader)

    def book(self, order: TicketOrder) -> TicketReceipt:
        """See the port."""
        with store_errors():
            rules_of = RulesAhead(self._rules, order.programme)
            return second_try(lambda: self._book(order, rules_of))

    def book_all(self, orders: Sequence[TicketOrder]) -> Sequence[TicketReceipt | LoyaltyError]:
        """See the port."""
        with store_errors():
            rules_of = RulesAhead(self._rules, orders[0].programme)
            return self._batches(orders, lambda order, hot: self._book(order, rules_of, hot), self.book)

    def find(self, programme: Programme, reference: TicketReference) -> Ticket | None:
        """See the port."""
        with store_errors(), self._unit_of_work.hot_transaction() as hot:
            rows = self._tickets.by_key(hot, programme.id, reference.natural_key)
        return rows[0].ticket() if rows else None

    def attribute(self, order: TicketOrder) -> TicketReceipt:
        """See the port."""
        with store_errors():
            rules_of = RulesAhead(self._rules, order.programme)
            return second_try(lambda: self._attribute(order, rules_of))

    def roll_over(self, now: datetime, limit: int) -> int:
        """See the port."""
        return self._roll_over(now, limit)

    def _book(self, order: TicketOrder, rules_of: RulesAhead, within: HotTransaction | None = None) -> TicketReceipt:
        member, programme = order.member, order.programme
        with nullcontext(within) if within else self._unit_of_work.hot_transaction() as hot:
            if known := self._known(hot, order):
                return known
            before = self._original(hot, order)
            numbers = {member.account_number if member else "", before.account_number if before else ""} - {""}
            books = Books(self._ids.within(hot))
            locked = self._accounts.load(hot, books, programme.id, numbers, order.received_at)
            # Who sends the same meanwhile waits for the member, whom a batch has locked before the first look.
            if within is None and (known := self._known(hot, order)):
                return known
            row = self._original(hot, order, locked=True)
            if row and before and row.account_number != before.account_number:
                # It was given to a member just now, whose accounts are not locked: the next try sees that.
                raise StoreUnavailable
            keepers = self._due.settle_members(hot, books, order, locked, rules_of)
            original = self._tickets.booked(hot, row) if row else None
            accounts = locked.get(member.account_number) if member else None
            require_payer(order, accounts)
            if accounts and (reason := why_not(accounts.spendable)):
                order, accounts = replace(order, member=None, remarks=(*order.remarks, reason)), None
            settler = TicketSettler(in_tier(order, keepers))
            if original:
                settler.take_back(original, locked.get(original.account_number))
            if accounts:
                books.families = families_of(hot, [accounts.spendable])
                ids = ids_of(books, accounts.spendable)
                settler.withdraw(accounts, self._tickets.moved_by_till(hot, order.ticket, ids))
                settler.sell(accounts, earning_history(hot, order, accounts.spendable.id))
            receipt = self._write(hot, books, settler, accounts, original)
            if member and accounts:
                keepers[member.account_number].lift(order.received_at)
            for keeper in keepers.values():
                keeper.write(order.received_at)
            return receipt

    def _write(
        self,
        hot: HotTransaction,
        books: Books,
        settler: TicketSettler,
        accounts: MemberAccounts | None,
        original: BookedTicket | None,
    ) -> TicketReceipt:
        order, settlement, writer = settler.order, settler.settlement, TicketWriter(hot)
        movements = write_postings(hot, books, settlement.postings, order.received_at)
        receipt = receipt_of(order, settlement, accounts)
        owner = accounts.spendable.id if accounts else None
        receipt = replace(receipt, ticket_id=writer.add(order, receipt, owner, order.earning_day))
        writer.add_lines(receipt.ticket_id, settler.booked_lines())
        writer.add_withdrawals(receipt.ticket_id, settlement.withdrawals, movements)
        if settlement.review:
            writer.add_review(order, receipt.ticket_id, settlement.review)
        if settlement.due_at and owner:
            writer.add_lot(receipt.ticket_id, owner, EscrowLot(receipt.ticket_id, settlement.earned, settlement.due_at))
        if original:
            writer.keep_returned(original)
        return TicketReplies(hot).keep(order, receipt)

    def _attribute(self, order: TicketOrder, rules_of: RulesAhead) -> TicketReceipt:
        member = order.member
        if member is None:
            raise ValueError("a ticket is attributed to a member")
        with self._unit_of_work.hot_transaction() as hot:
            books = Books(self._ids.within(hot))
            locked = self._accounts.load(hot, books, order.programme.id, [member.account_number], order.received_at)
            accounts = locked[member.account_number]
            rows = self._tickets.by_key(hot, order.programme.id, order.ticket.reference.natural_key, locked=True)
            if not rows:
                raise TicketNotFound
            if rows[0].account_number:
                if rows[0].account_number == accounts.spendable.number:
                    return rows[0].receipt_again()
                raise TicketTaken
            require_active(accounts.spendable)
            keepers = self._due.settle_members(hot, books, order, locked, rules_of)
            receipt = self._late.earn(hot, books, in_tier(order, keepers), rows[0], accounts)
            keeper = keepers[member.account_number]
            keeper.lift(order.received_at)
            keeper.write(order.received_at)
            return receipt

    def _known(self, hot: HotTransaction, order: TicketOrder) -> TicketReceipt | None:
        """The first answer to this ticket, if there is one; raises `IdempotencyMismatch`."""
        ticket, replies = order.ticket, TicketReplies(hot)
        if answered := replies.find(order):
            return answered
        for row in self._tickets.by_key(hot, order.programme.id, ticket.reference.natural_key, ticket.request_key):
            if row.natural_key != ticket.reference.natural_key:
                raise IdempotencyMismatch("This key was sent before with another receipt.", field="Idempotency-Key")
            if row.fingerprint != ticket.fingerprint:
                raise IdempotencyMismatch(
                    "This receipt number was sent before with other lines or another total.", field="receiptNumber"
                )
            return replies.keep(order, row.receipt_again())
        return None

    def _original(self, hot: HotTransaction, order: TicketOrder, *, locked: bool = False) -> TicketRow | None:
        reference = order.ticket.original
        if reference is None:
            return None
        rows = self._tickets.by_key(hot, order.programme.id, reference.natural_key, locked=locked)
        if not rows:
            raise TicketNotFound
        return rows[0]

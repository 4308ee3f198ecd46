"""Letting a ticket earn that is in the books already: it was nobody's, or in review."""

from dataclasses import replace

from adapters.database.books_writer import write_books
from adapters.database.earning_history import earning_history
from adapters.database.hot_transaction import HotTransaction
from adapters.database.ticket_loader import TicketLoader, TicketRow
from adapters.database.ticket_writer import TicketWriter
from domain.accounts.books import Books
from domain.accounts.prepared_update import MovementKind
from domain.purchases.settle_ticket import TicketSettler
from domain.purchases.settlement import Settlement
from domain.purchases.ticket_books import EscrowLot, MemberAccounts, TicketOrder, TicketReceipt
from domain.purchases.ticket_receipt import receipt_of


class LateEarning:
    """Earns through the transaction that holds the member's accounts and then the ticket locked."""

    def __init__(self, tickets: TicketLoader) -> None:
        self._tickets = tickets

    def earn(
        self,
        hot: HotTransaction,
        books: Books,
        order: TicketOrder,
        row: TicketRow,
        accounts: MemberAccounts,
        *,
        is_approved: bool = False,
    ) -> TicketReceipt:
        """What the ticket earns now, less what came back before; over a limit it goes into review, unless approved."""
        booked, first = self._tickets.booked(hot, row), row.receipt_again()
        settler = TicketSettler(order)
        settler.sell(accounts, earning_history(hot, order, accounts.spendable.id), is_approved=is_approved)
        settlement = settler.settlement
        for line, earning in zip(booked.lines, settler.booked_lines(), strict=True):
            line.points = earning.points
        booked.lot = EscrowLot(booked.id, settlement.earned, settlement.due_at) if settlement.due_at else None
        settler.take_back_earlier(booked.lines, booked.lot, accounts)
        _enter(books, settlement, accounts.spendable.id)
        write_books(hot, books.changes, order.received_at)
        receipt = receipt_of(order, settlement, accounts, is_approved=is_approved)
        receipt = replace(receipt, ticket_id=booked.id, withdrawn=first.withdrawn, given_back=first.given_back)
        if is_approved:
            # What an exchange took back when it came stays said.
            receipt = replace(receipt, taken_back=first.taken_back + receipt.taken_back)
        self._write(hot, order, receipt, settler, accounts.spendable.id)
        if booked.lot:
            TicketWriter(hot).add_lot(booked.id, accounts.spendable.id, booked.lot)
        TicketWriter(hot).keep_returned(booked)
        return receipt

    def _write(
        self, hot: HotTransaction, order: TicketOrder, receipt: TicketReceipt, settler: TicketSettler, account_id: int
    ) -> None:
        writer = TicketWriter(hot)
        writer.give(order, receipt, account_id)
        if settler.settlement.review:
            writer.add_review(order, receipt.ticket_id, settler.settlement.review)


def _enter(books: Books, settlement: Settlement, account_id: int) -> None:
    """Enter the postings; what came back before is taken from what this ticket earns."""
    earned_by = None
    for posting in settlement.postings:
        is_own = posting.account_id == account_id
        if is_own and posting.kind is MovementKind.REFUND:
            books.post(replace(posting, original_id=earned_by))
            continue
        movement = books.post(posting)
        if is_own and posting.kind is MovementKind.EARN:
            earned_by = movement.id

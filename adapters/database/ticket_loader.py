"""Loading tickets that are in the books."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from adapters.database.books_rows import related_from
from adapters.database.books_sql import RELATED
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.ticket_rows import receipt_from, ticket_from
from domain.accounts.ledger_records import RelatedMovement
from domain.accounts.prepared_update import MovementKind
from domain.clock import from_microseconds
from domain.purchases.returns import BookedLine
from domain.purchases.settle_withdrawals import TillMovements
from domain.purchases.settlement import posting_key
from domain.purchases.ticket import Ticket, TicketKind, TicketReference
from domain.purchases.ticket_books import BookedTicket, EscrowLot, TicketReceipt, TicketStatus

_TICKET = """
SELECT t.id, t.natural_key, t.request_key, t.fingerprint, t.kind, t.status, t.account_id, COALESCE(i.number, a.number), c.number,
t.receipt,
t.site, t.device, t.business_date, t.receipt_number, t.occurred_at, t.content, t.programme_id
FROM ticket t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN account i ON i.id = a.merged_into_id
LEFT JOIN customer c ON c.id = a.customer_id
WHERE t.programme_id = ? AND """
_LOCK = "SELECT id FROM ticket WHERE programme_id = ? AND natural_key = ? FOR UPDATE"
_LINES = """
SELECT line, quantity, points, returned_quantity, returned_points, withdrawn, given_back
FROM ticket_line WHERE ticket_id = ? ORDER BY line"""
_WITHDRAWALS = RELATED.format(" JOIN ticket_withdrawal w ON w.movement_id = m.id") + "w.ticket_id = ? ORDER BY m.id"
_OF_TILL = RELATED.format("") + "m.account_id = ? AND m.transaction_id = ? AND m.device = ? ORDER BY m.id"
_SPENT = """
SELECT w.movement_id FROM ticket_withdrawal w JOIN movement m ON m.id = w.movement_id
WHERE m.account_id = ? AND m.transaction_id = ? AND m.device = ?"""
_LOT = "SELECT left_amount, due_at, state, rolled_by FROM escrow_lot WHERE ticket_id = ?"
_EARNED_BY = """
SELECT m.id, m.received_at FROM idempotency_key k JOIN movement m ON m.id = k.movement_id
WHERE k.programme_id = ? AND k.key = ?"""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A row of the ticket table, with the numbers of the account and customer that it belongs to (empty for nobody).

    The number is that of the account that has its points now, where the ticket's own was merged into another.
    """

    id: int
    natural_key: bytes
    request_key: bytes | None
    fingerprint: bytes
    kind: TicketKind
    status: TicketStatus
    account_id: int | None
    account_number: str
    customer_number: str
    receipt: str
    rest: Sequence[Any]

    def receipt_again(self) -> TicketReceipt:
        """The answer that was given first."""
        return receipt_from(self.id, self.kind, self.customer_number, self.receipt, self.status)

    def ticket(self) -> Ticket:
        """The ticket as it was sent, without its member."""
        site, device, business_date, receipt_number, occurred_at, content, *_ = self.rest
        reference = TicketReference(site, device, date.fromisoformat(business_date), receipt_number)
        return ticket_from(reference, self.kind, occurred_at, content)


class TicketLoader:
    """Loads tickets through an open transaction; `locked` rows stay as they are until it ends."""

    def __init__(self, store: Store) -> None:
        self._locks = not store.is_sqlite

    def by_key(
        self,
        hot: HotTransaction,
        programme_id: int,
        natural_key: bytes,
        request_key: bytes | None = None,
        *,
        locked: bool = False,
    ) -> list[TicketRow]:
        """The tickets that one of these keys stands for."""
        if locked and self._locks:
            # By itself: what a statement that waits for a lock has joined to the row is as old as its beginning.
            hot.rows(_LOCK, (programme_id, natural_key))
        rows = hot.rows(_TICKET + "t.natural_key = ?", (programme_id, natural_key))
        if request_key:
            rows += hot.rows(
                _TICKET + "t.request_key = ? AND t.natural_key <> ?", (programme_id, request_key, natural_key)
            )
        return [_row(row) for row in rows]

    def booked(self, hot: HotTransaction, row: TicketRow) -> BookedTicket:
        """What returns of this ticket need."""
        lines = [
            BookedLine(line, Decimal(quantity).scaleb(-4), points, Decimal(back).scaleb(-4), *figures)
            for line, quantity, points, back, *figures in hot.rows(_LINES, (row.id,))
        ]
        lot, earned_by, earned_at = None, None, None
        for left, due, state, rolled_by in hot.rows(_LOT, (row.id,)):
            lot, earned_by = EscrowLot(row.id, left, from_microseconds(due), state == "open"), rolled_by
        if lot is None:
            earned_by, earned_at = _earned_by(hot, row)
        withdrawals = [related_from(each) for each in hot.rows(_WITHDRAWALS, (row.id,))]
        return BookedTicket(row.id, row.kind, row.account_number, lines, lot, earned_at, withdrawals, earned_by)

    def moved_by_till(self, hot: HotTransaction, ticket: Ticket, account_ids: Iterable[int]) -> TillMovements:
        """What the till of this ticket moved itself, on these accounts, under the transaction ids that the ticket names."""
        found: dict[str, list[RelatedMovement]] = {}
        spent: set[int] = set()
        for transaction_id in {each.transaction_id for each in ticket.withdrawals} - {""}:
            found[transaction_id] = []
            for account_id in account_ids:
                values = (account_id, transaction_id, ticket.reference.device)
                found[transaction_id] += [related_from(row) for row in hot.rows(_OF_TILL, values)]
                spent |= {int(row[0]) for row in hot.rows(_SPENT, values)}
        return TillMovements(found, spent)


def _earned_by(hot: HotTransaction, row: TicketRow) -> tuple[int, datetime] | tuple[None, None]:
    """The movement by which a ticket earned whose points never waited, and when: a claim may have come much later."""
    *_, programme_id = row.rest
    if row.account_id is None:
        return None, None
    found = hot.rows(_EARNED_BY, (programme_id, posting_key(row.natural_key, MovementKind.EARN, row.account_id)))
    return (int(found[0][0]), from_microseconds(found[0][1])) if found else (None, None)


def _row(row: Sequence[Any]) -> TicketRow:
    (
        ticket_id,
        natural_key,
        request_key,
        fingerprint,
        kind,
        status,
        account_id,
        account,
        customer,
        receipt,
        *rest,
    ) = row
    return TicketRow(
        ticket_id,
        bytes(natural_key),
        None if request_key is None else bytes(request_key),
        bytes(fingerprint),
        TicketKind(kind),
        TicketStatus(status),
        account_id,
        account or "",
        customer or "",
        receipt,
        rest,
    )

"""Writing tickets. The only writer of their tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from adapters.database.hot_transaction import HotTransaction
from adapters.database.purchase_outbox import write_ticket_event
from adapters.database.row_seals import reseal, seal_of
from adapters.database.ticket_rows import content_text, receipt_text
from domain.amounts import to_scaled
from domain.clock import to_microseconds
from domain.purchases.purchase_events import TicketFigures, approved, attributed, booked, rejected
from domain.purchases.returns import BookedLine
from domain.purchases.settle_withdrawals import SettledWithdrawal
from domain.purchases.settlement import ReviewOpened
from domain.purchases.ticket_books import BookedTicket, EscrowLot, TicketOrder, TicketReceipt, TicketStatus
from domain.purchases.ticket_reviews import ReviewDecision

_TICKET = """
INSERT INTO ticket (programme_id, natural_key, request_key, fingerprint, kind, site, device, business_date,
receipt_number, sequence, occurred_at, received_at, credential_id, account_id, earning_day, earned, content, receipt,
status, card_id, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_ORIGINAL = "SELECT id FROM ticket WHERE programme_id = ? AND natural_key = ?"
_LINE = """
INSERT INTO ticket_line (ticket_id, line, quantity, points, returned_quantity, returned_points, withdrawn, given_back, seal)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_RETURNED = """
UPDATE ticket_line SET points = ?, returned_quantity = ?, returned_points = ?, given_back = ?, seal = ?
WHERE ticket_id = ? AND line = ?"""
_WITHDRAWAL = "INSERT INTO ticket_withdrawal (ticket_id, movement_id, points, seal) VALUES (?, ?, ?, ?)"
_LOT = """
INSERT INTO escrow_lot (ticket_id, account_id, left_amount, due_at, state, seal) VALUES (?, ?, ?, ?, ?, ?)"""
_LOT_LEFT = "UPDATE escrow_lot SET left_amount = ? WHERE ticket_id = ?"
_ROLLED = "UPDATE escrow_lot SET state = 'rolled', rolled_by = ? WHERE ticket_id = ?"
_OWNED = "UPDATE ticket SET account_id = ?, card_id = ?, status = ?, earned = ?, receipt = ? WHERE id = ?"
_REVIEW = """
INSERT INTO ticket_review (ticket_id, programme_id, site, points, tier, why, opened_at, seal)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_DECIDED = "UPDATE ticket_review SET decided_at = ?, decided_by = ?, reason = ? WHERE ticket_id = ?"
_REJECTED = "UPDATE ticket SET status = ?, receipt = ? WHERE id = ?"


class TicketWriter:
    """Writes through the transaction that loaded what it writes."""

    def __init__(self, hot: HotTransaction) -> None:
        self._hot = hot

    def add(self, order: TicketOrder, receipt: TicketReceipt, account_id: int | None, day: date) -> int:
        """A new ticket with its answer; returns its id."""
        ticket, reference = order.ticket, order.ticket.reference
        values: tuple[Any, ...] = (
            order.programme.id,
            reference.natural_key,
            ticket.request_key,
            ticket.fingerprint,
            ticket.kind.value,
            reference.site,
            reference.device,
            reference.business_date.isoformat(),
            reference.receipt_number,
            ticket.sequence,
            to_microseconds(ticket.occurred_at),
            to_microseconds(order.received_at),
            order.credential_id,
            account_id,
            day.isoformat(),
            to_scaled(receipt.earned),
            content_text(ticket),
            receipt_text(receipt),
            receipt.status.value,
            order.member.card_id if order.member and account_id else None,
        )
        ticket_id = int(self._hot.rows(_TICKET, (*values, seal_of("ticket", values)))[0][0])
        figures = TicketFigures(ticket_id, account_id, receipt.earned, receipt.taken_back)
        event = booked(ticket.kind, figures, ticket.occurred_at, self._original_id(order))
        write_ticket_event(self._hot, ticket_id, event, order.received_at)
        return ticket_id

    def add_lines(self, ticket_id: int, lines: Sequence[BookedLine]) -> None:
        """What was sold."""
        rows = [_line(ticket_id, line) for line in lines]
        self._hot.execute_many(_LINE, [(*row, seal_of("ticket_line", row)) for row in rows])

    def add_withdrawals(
        self, ticket_id: int, withdrawals: Sequence[SettledWithdrawal], movements: Mapping[bytes, int]
    ) -> None:
        """The points that paid; `movements` has the ticket's own, by the key of their posting."""
        rows = [(ticket_id, each.movement_id or movements[each.posting_key], each.points) for each in withdrawals]
        self._hot.execute_many(_WITHDRAWAL, [(*row, seal_of("ticket_withdrawal", row)) for row in rows])

    def add_lot(self, ticket_id: int, account_id: int, lot: EscrowLot) -> None:
        """Points that wait."""
        values = (ticket_id, account_id, lot.left, to_microseconds(lot.due_at), "open")
        self._hot.execute(_LOT, (*values, seal_of("escrow_lot", (*values, None))))

    def keep_returned(self, ticket: BookedTicket) -> None:
        """What is left of a ticket after a return."""
        self._hot.execute_many(_RETURNED, [_returned(ticket.id, line) for line in ticket.lines])
        if ticket.lot:
            self._hot.execute(_LOT_LEFT, (ticket.lot.left, ticket.id))
            reseal(self._hot, "escrow_lot", "ticket_id", [ticket.id])

    def give(self, order: TicketOrder, receipt: TicketReceipt, account_id: int) -> None:
        """A ticket that is in the books already to this account, with its new answer."""
        ticket_id, card_id = receipt.ticket_id, order.member.card_id if order.member else None
        earned, text = to_scaled(receipt.earned), receipt_text(receipt)
        self._hot.execute(_OWNED, (account_id, card_id, receipt.status.value, earned, text, ticket_id))
        reseal(self._hot, "ticket", "id", [ticket_id])
        tells = approved if receipt.status is TicketStatus.APPROVED else attributed
        event = tells(TicketFigures(ticket_id, account_id, receipt.earned, receipt.taken_back))
        write_ticket_event(self._hot, ticket_id, event, order.received_at)

    def add_review(self, order: TicketOrder, ticket_id: int, review: ReviewOpened) -> None:
        """That the ticket waits until somebody has looked."""
        site, points = order.ticket.reference.site, to_scaled(review.points)
        opened_at = to_microseconds(order.received_at)
        values = (ticket_id, order.programme.id, site, points, review.tier, review.why, opened_at)
        self._hot.execute(_REVIEW, (*values, seal_of("ticket_review", (*values, None, "", ""))))

    def decide(self, ticket_id: int, decision: ReviewDecision) -> None:
        """That it waits no more, and who said so."""
        decided_at = to_microseconds(decision.decided_at)
        self._hot.execute(_DECIDED, (decided_at, decision.decided_by, decision.reason, ticket_id))
        reseal(self._hot, "ticket_review", "ticket_id", [ticket_id])

    def reject(self, receipt: TicketReceipt, account_id: int, now: datetime) -> None:
        """The new answer of a ticket that earns nothing for good."""
        self._hot.execute(_REJECTED, (receipt.status.value, receipt_text(receipt), receipt.ticket_id))
        reseal(self._hot, "ticket", "id", [receipt.ticket_id])
        event = rejected(TicketFigures(receipt.ticket_id, account_id, receipt.earned, receipt.taken_back))
        write_ticket_event(self._hot, receipt.ticket_id, event, now)

    def roll_over(self, ticket_ids: list[int], movement_id: int | None) -> None:
        """Close the lots of these tickets, whose points this movement let be spent."""
        self._hot.execute_many(_ROLLED, [(movement_id, ticket_id) for ticket_id in ticket_ids])
        reseal(self._hot, "escrow_lot", "ticket_id", ticket_ids)

    def _original_id(self, order: TicketOrder) -> int | None:
        original = order.ticket.original
        if original is None:
            return None
        return int(self._hot.rows(_ORIGINAL, (order.programme.id, original.natural_key))[0][0])


def _line(ticket_id: int, line: BookedLine) -> tuple[Any, ...]:
    sold, back = to_scaled(line.quantity), to_scaled(line.returned_quantity)
    return (ticket_id, line.line, sold, line.points, back, line.returned_points, line.withdrawn, line.given_back)


def _returned(ticket_id: int, line: BookedLine) -> tuple[Any, ...]:
    back = to_scaled(line.returned_quantity)
    seal = seal_of("ticket_line", _line(ticket_id, line))
    return (line.points, back, line.returned_points, line.given_back, seal, ticket_id, line.line)

"""Tickets in review on a database: listing them, and deciding on each once.

What waits for whom is as in `ticket_books.py`: the member's accounts first, then the ticket.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.late_earning import LateEarning
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.movement_ids import MovementIds
from adapters.database.reading import Reader
from adapters.database.store_errors import store_errors
from adapters.database.ticket_loader import TicketLoader, TicketRow
from adapters.database.ticket_rows import ticket_from
from adapters.database.ticket_writer import TicketWriter
from adapters.database.tier_states import RulesAhead
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Books
from domain.amounts import from_scaled
from domain.clock import from_microseconds
from domain.pager import Listed, Window
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.purchases.account_standing import require_active
from domain.purchases.member_directory import Member
from domain.purchases.ticket import TicketKind, TicketReference
from domain.purchases.ticket_books import TicketOrder, TicketReceipt, TicketStatus
from domain.purchases.ticket_reviews import ReviewDecision, TicketReview
from domain.ticket_refusals import TicketNotInReview

_FROM = """
FROM ticket_review v JOIN ticket t ON t.id = v.ticket_id JOIN account a ON a.id = t.account_id
LEFT JOIN customer c ON c.id = a.customer_id WHERE v.programme_id = ?"""
_REVIEW = (
    "SELECT v.ticket_id, v.points, v.why, v.opened_at, c.number, a.number, v.tier, t.card_id, t.site, t.device, "
    "t.business_date, t.receipt_number, t.kind, t.occurred_at, t.content" + _FROM
)
_OPEN = " AND v.decided_at IS NULL{}"
_COUNT = """
SELECT COUNT(*) FROM (SELECT 1 FROM ticket_review v WHERE v.programme_id = ? AND v.decided_at IS NULL{} LIMIT ?) found"""


class DatabaseTicketReviews:
    """Implements the port `domain.purchases.ticket_reviews.TicketReviews`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._rules = rules
        self._accounts = MemberAccountsLoader(store)
        self._tickets = TicketLoader(store)
        self._ids = MovementIds(store)
        self._due = DuePoints(store, reader, rules)
        self._late = LateEarning(self._tickets)

    def list_open(
        self, programme: Programme, sites: frozenset[str] | None, window: Window
    ) -> Sequence[Listed[TicketReview]]:
        """See the port."""
        after, of_sites = window.after, _of_sites(sites)
        statement = _REVIEW + _OPEN.format(of_sites) + (" AND v.ticket_id > ?" if after else "")
        values = (programme.id, *sorted(sites or ()), *(int(part) for part in after), window.limit, window.skip)
        rows = self._reader.rows(statement + " ORDER BY v.ticket_id LIMIT ? OFFSET ?", values)
        return [Listed(_review(row), (str(row[0]),)) for row in rows]

    def count_open(self, programme: Programme, sites: frozenset[str] | None, cap: int) -> int:
        """See the port."""
        values = (programme.id, *sorted(sites or ()), cap)
        return int(self._reader.row(_COUNT.format(_of_sites(sites)), values)[0])

    def find_review(self, programme: Programme, ticket_id: int) -> TicketReview | None:
        """See the port."""
        row = self._reader.row(_REVIEW + " AND v.ticket_id = ?", (programme.id, ticket_id))
        return None if row is None else _review(row)

    def approve(self, order: TicketOrder, decision: ReviewDecision) -> TicketReceipt:
        """See the port."""
        member = order.member
        if member is None:
            raise ValueError("a ticket in review is a member's")
        with store_errors():
            rules_of = RulesAhead(self._rules, order.programme)
            with self._unit_of_work.hot_transaction() as hot:
                books = Books(self._ids.within(hot))
                number = member.account_number
                locked = self._accounts.load(hot, books, order.programme.id, [number], order.received_at)
                row = self._row(hot, order.programme, order.ticket.reference)
                if row.status is TicketStatus.APPROVED:
                    return row.receipt_again()
                if row.status is not TicketStatus.REVIEW:
                    raise TicketNotInReview
                require_active(locked[number].spendable)
                keeper = self._due.settle_members(hot, books, order, locked, rules_of)[number]
                receipt = self._late.earn(hot, books, order, row, locked[number], is_approved=True)
                TicketWriter(hot).decide(row.id, decision)
                keeper.lift(order.received_at)
                keeper.write(order.received_at)
                return receipt

    def reject(self, programme: Programme, reference: TicketReference, decision: ReviewDecision) -> TicketReceipt:
        """See the port."""
        with store_errors(), self._unit_of_work.hot_transaction() as hot:
            row = self._row(hot, programme, reference)
            first = row.receipt_again()
            if row.status is TicketStatus.REJECTED:
                return first
            if row.status is not TicketStatus.REVIEW or row.account_id is None:
                raise TicketNotInReview
            said = f"No points: somebody has looked. {decision.reason}"
            rejected = replace(first, status=TicketStatus.REJECTED, remarks=(*first.remarks, said), is_replay=False)
            writer = TicketWriter(hot)
            writer.reject(rejected, row.account_id, decision.decided_at)
            writer.decide(row.id, decision)
            return rejected

    def _row(self, hot: HotTransaction, programme: Programme, reference: TicketReference) -> TicketRow:
        rows = self._tickets.by_key(hot, programme.id, reference.natural_key, locked=True)
        if not rows:
            raise TicketNotInReview
        return rows[0]


def _of_sites(sites: frozenset[str] | None) -> str:
    if sites is None:
        return ""
    return f" AND v.site IN ({', '.join('?' * len(sites))})" if sites else " AND FALSE"


def _review(row: Sequence[Any]) -> TicketReview:
    ticket_id, points, why, opened_at, customer, account, tier, card_id, *rest = row
    site, device, business_date, receipt_number, kind, occurred_at, content = rest
    reference = TicketReference(site, device, date.fromisoformat(business_date), receipt_number)
    return TicketReview(
        ticket_id=ticket_id,
        ticket=ticket_from(reference, TicketKind(kind), occurred_at, content),
        member=Member(customer or "", account, tier, card_id),
        points=from_scaled(points),
        why=why,
        opened_at=from_microseconds(opened_at),
    )

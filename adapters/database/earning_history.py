"""What other tickets gave before one: read under the member's lock, so that tickets that meet see each other.

A preview reads it without, for it promises nothing.
"""

from datetime import timedelta

from adapters.database.hot_transaction import HotTransaction
from adapters.database.reading import Reader
from domain.clock import from_microseconds, to_microseconds
from domain.purchases.ticket_books import TicketOrder, TicketStatus
from domain.purchases.velocity import HOUR, EarningHistory, GivenTicket

_EARNED_ON = "SELECT COALESCE(SUM(earned), 0) FROM ticket WHERE account_id = ? AND earning_day = ?"
# Sites count their days in zones of their own: an hour lies within two days of the ticket's, whatever they are.
_AROUND = """
SELECT occurred_at, earned FROM ticket
WHERE account_id = ? AND earning_day BETWEEN ? AND ? AND occurred_at > ? AND occurred_at < ? AND earned > 0 AND status = ?"""
_OF_CARD = _AROUND + " AND card_id = ?"
_DAYS = timedelta(days=2)


def earning_history(rows_of: HotTransaction | Reader, order: TicketOrder, account_id: int) -> EarningHistory:
    """The history of this order's ticket; what its card gave is read only where the rules limit it."""
    earned = int(rows_of.rows(_EARNED_ON, (account_id, order.earning_day.isoformat()))[0][0])
    if order.rules is None or order.rules.rules.velocity is None:
        return EarningHistory(earned)
    day, moment = order.earning_day, order.ticket.occurred_at
    values = (
        account_id,
        (day - _DAYS).isoformat(),
        (day + _DAYS).isoformat(),
        to_microseconds(moment - HOUR),
        to_microseconds(moment + HOUR),
        TicketStatus.BOOKED.value,
    )
    card_id = order.member.card_id if order.member else None
    rows = rows_of.rows(_AROUND, values) if card_id is None else rows_of.rows(_OF_CARD, (*values, card_id))
    return EarningHistory(earned, [GivenTicket(from_microseconds(at), int(points)) for at, points in rows])

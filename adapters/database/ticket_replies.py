"""Keeping the replies to requests that bring tickets, in the transaction of the ticket. The only writer of their table."""

from dataclasses import replace

from adapters.database.hot_transaction import HotTransaction
from adapters.database.row_seals import seal_of
from domain.errors import IdempotencyMismatch
from domain.purchases.ticket_books import TicketOrder, TicketReceipt

_FIND = "SELECT content, reply FROM ticket_reply WHERE programme_id = ? AND request_key = ?"
_KEEP = "INSERT INTO ticket_reply (programme_id, request_key, content, reply, seal) VALUES (?, ?, ?, ?, ?)"


class TicketReplies:
    """Reads and writes through the transaction that books the ticket."""

    def __init__(self, hot: HotTransaction) -> None:
        self._hot = hot

    def find(self, order: TicketOrder) -> TicketReceipt | None:
        """The first reply to the order's request, if it is known; raises `IdempotencyMismatch` for another content."""
        request = order.request
        if request is None:
            return None
        rows = self._hot.rows(_FIND, (order.programme.id, request.key))
        if not rows:
            return None
        if bytes(rows[0][0]) != request.content:
            raise IdempotencyMismatch("This request id was sent before with other content.", field="requestId")
        return TicketReceipt(0, order.ticket.kind, is_replay=True, reply=rows[0][1])

    def keep(self, order: TicketOrder, receipt: TicketReceipt) -> TicketReceipt:
        """The receipt with the reply to the order's request, kept from now on; two at once break on its key."""
        request = order.request
        if request is None:
            return receipt
        reply = request.written(receipt)
        values = (order.programme.id, request.key, request.content, reply)
        self._hot.execute(_KEEP, (*values, seal_of("ticket_reply", values)))
        return replace(receipt, reply=reply)

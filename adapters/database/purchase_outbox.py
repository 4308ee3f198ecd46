"""Writing the events of tickets and tiers into the outbox, in the transaction that wrote what they tell of."""

import json
from datetime import datetime

from adapters.database.hot_transaction import HotTransaction
from domain.clock import to_microseconds
from domain.purchases.purchase_events import PurchaseEvent

_TICKET = """
INSERT INTO outbox (programme_id, customer_id, ticket_id, type, version, body, created_at)
SELECT t.programme_id, a.customer_id, t.id, ?, ?, ?, ? FROM ticket t LEFT JOIN account a ON a.id = t.account_id
WHERE t.id = ?"""
_TIER = """
INSERT INTO outbox (programme_id, customer_id, tier_account_id, tier_number, type, version, body, created_at)
SELECT a.programme_id, a.customer_id, a.id, ?, ?, ?, ?, ? FROM account a WHERE a.id = ?"""
_write_body = json.JSONEncoder(separators=(",", ":")).encode


def write_ticket_event(hot: HotTransaction, ticket_id: int, event: PurchaseEvent, now: datetime) -> None:
    """The event of a ticket that is written already."""
    hot.execute(_TICKET, (event.type, event.version, _write_body(event.body), to_microseconds(now), ticket_id))


def write_tier_event(hot: HotTransaction, account_id: int, number: int, event: PurchaseEvent, now: datetime) -> None:
    """The event of this account's change of tier of this number."""
    body = _write_body(event.body)
    hot.execute(_TIER, (number, event.type, event.version, body, to_microseconds(now), account_id))

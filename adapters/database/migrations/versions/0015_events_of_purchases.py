"""Events of tickets and tiers in the outbox, also of those that there are already."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Id
from adapters.database.ticket_rows import receipt_from
from domain.clock import from_microseconds
from domain.purchases.purchase_events import TicketFigures, booked
from domain.purchases.ticket import TicketKind, TicketReference

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TICKETS = """
SELECT t.id, t.programme_id, a.customer_id, t.account_id, t.kind, t.occurred_at, t.received_at, t.content, t.receipt
FROM ticket t LEFT JOIN account a ON a.id = t.account_id ORDER BY t.id"""
_ORIGINAL = "SELECT id FROM ticket WHERE programme_id = :programme AND natural_key = :key"
_EVENT = """
INSERT INTO outbox (programme_id, customer_id, ticket_id, type, version, body, created_at)
VALUES (:programme_id, :customer_id, :ticket_id, :type, 1, :body, :created_at)"""
_TIERS = """
SELECT c.account_id, c.number, c.tier, c.reason, c.joined_at, c.resets_at, c.points, a.programme_id, a.customer_id
FROM tier_change c JOIN account a ON a.id = c.account_id ORDER BY c.account_id, c.number"""
_TIER_EVENT = """
INSERT INTO outbox (programme_id, customer_id, tier_account_id, tier_number, type, version, body, created_at)
VALUES (:programme_id, :customer_id, :account_id, :number, 'TierChanged', 1, :body, :created_at)"""


def upgrade() -> None:
    """Add the columns that say what an event tells of, and write the events that were not written then."""
    for name in ("ticket_id", "tier_account_id"):
        op.add_column("outbox", sa.Column(name, Id, nullable=True))
    op.add_column("outbox", sa.Column("tier_number", sa.Integer, nullable=True))
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """Tell of every ticket and every change of tier: a ticket that was attributed is told as it is now."""
    for row in connection.execute(sa.text(_TICKETS)).all():
        connection.execute(sa.text(_EVENT), _ticket_event(connection, row))
    for account_id, number, tier, reason, joined_at, resets_at, points, programme_id, customer_id in connection.execute(
        sa.text(_TIERS)
    ).all():
        body = {"account": account_id, "number": number, "tier": tier, "reason": reason, "joinedAt": joined_at}
        values = {"programme_id": programme_id, "customer_id": customer_id, "account_id": account_id, "number": number}
        written = json.dumps({**body, "resetsAt": resets_at, "points": points}, separators=(",", ":"))
        connection.execute(sa.text(_TIER_EVENT), {**values, "body": written, "created_at": joined_at})


def _ticket_event(connection: sa.Connection, row: Any) -> dict[str, Any]:
    ticket_id, programme_id, customer_id, account_id, kind, occurred_at, received_at, content, receipt = row
    told = receipt_from(ticket_id, TicketKind(kind), "", receipt)
    figures = TicketFigures(ticket_id, account_id, told.earned, told.taken_back)
    original = _original_id(connection, programme_id, json.loads(content)["original"])
    event = booked(TicketKind(kind), figures, from_microseconds(occurred_at), original)
    return {
        "programme_id": programme_id,
        "customer_id": customer_id,
        "ticket_id": ticket_id,
        "type": event.type,
        "body": json.dumps(event.body, separators=(",", ":")),
        "created_at": received_at,
    }


def _original_id(connection: sa.Connection, programme_id: int, original: dict[str, str] | None) -> int | None:
    if not original:
        return None
    day = date.fromisoformat(original["business_date"])
    key = TicketReference(original["site"], original["device"], day, original["receipt_number"]).natural_key
    found: int = connection.execute(sa.text(_ORIGINAL), {"programme": programme_id, "key": key}).scalar_one()
    return found

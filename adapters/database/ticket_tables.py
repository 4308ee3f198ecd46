"""Tables of tickets: what was bought and returned, what of it can still come back, and the points that wait."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from adapters.database.schema import Amount, Code, Digest, Id, Moment, Seal, metadata

ticket = Table(
    "ticket",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme_id", Id, ForeignKey("programme.id"), nullable=False),
    Column("natural_key", Digest, nullable=False),
    Column("request_key", Digest, nullable=True),
    Column("fingerprint", Digest, nullable=False),
    Column("kind", Code, nullable=False),
    Column("site", Code, nullable=False),
    Column("device", Code, nullable=False),
    Column("business_date", Code, nullable=False),
    Column("receipt_number", Code, nullable=False),
    Column("sequence", BigInteger, nullable=True),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("credential_id", Id, nullable=False),
    # The loyalty account that earned, None while the ticket belongs to nobody.
    Column("account_id", Id, nullable=True),
    # The day that a cap on earning counts for, in the site's own calendar.
    Column("earning_day", Code, nullable=False),
    Column("earned", Amount, nullable=False),
    # What was sold and returned, and the answer, as JSON (adapters/database/ticket_rows.py). No personal data.
    Column("content", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("status", Code, nullable=False, server_default="booked"),
    # The card that was shown, by whose tickets velocity is judged.
    Column("card_id", Id, nullable=True),
    Column("seal", Seal, nullable=True),
    UniqueConstraint("programme_id", "natural_key"),
    Index("ix_ticket_request_key", "programme_id", "request_key", unique=True),
    Index("ix_ticket_account_id", "account_id", "earning_day"),
    Index("ix_ticket_sequence", "programme_id", "device", "sequence"),
)

ticket_line = Table(
    "ticket_line",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("quantity", Amount, nullable=False),
    Column("points", Amount, nullable=False),
    Column("returned_quantity", Amount, nullable=False, server_default="0"),
    Column("returned_points", Amount, nullable=False, server_default="0"),
    # The line's share of the points that paid for the ticket, and what of it was given back.
    Column("withdrawn", Amount, nullable=False, server_default="0"),
    Column("given_back", Amount, nullable=False, server_default="0"),
    Column("seal", Seal, nullable=True),
    sqlite_with_rowid=False,
)

# The movements of the points that paid for a ticket: its own, or those that the till made by balance updates before.
ticket_withdrawal = Table(
    "ticket_withdrawal",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Column("movement_id", Id, primary_key=True, autoincrement=False),
    Column("points", Amount, nullable=False),
    Column("seal", Seal, nullable=True),
    UniqueConstraint("movement_id"),
    sqlite_with_rowid=False,
)

# Tickets that earned too fast: what somebody who looks has to know, and what they said.
ticket_review = Table(
    "ticket_review",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Column("programme_id", Id, nullable=False),
    Column("site", Code, nullable=False),
    # What the ticket would have given when it came, and the tier by which it is judged later too.
    Column("points", Amount, nullable=False),
    Column("tier", Code, nullable=False),
    Column("why", Code, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("decided_at", Moment, nullable=True),
    Column("decided_by", Code, nullable=False, server_default=""),
    Column("reason", Code, nullable=False, server_default=""),
    Column("seal", Seal, nullable=True),
    Index(
        "ix_ticket_review_open",
        "programme_id",
        "ticket_id",
        sqlite_where=text("decided_at IS NULL"),
        postgresql_where=text("decided_at IS NULL"),
    ),
)

escrow_lot = Table(
    "escrow_lot",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("left_amount", Amount, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Code, nullable=False),
    # The movement by which the points came to be spendable: a later return takes them from there.
    Column("rolled_by", Id, nullable=True),
    Column("seal", Seal, nullable=True),
    Index(
        "ix_escrow_lot_account_id",
        "account_id",
        "due_at",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(
        "ix_escrow_lot_due",
        "due_at",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

# Replies to requests that name themselves, given again letter for letter. No personal data.
ticket_reply = Table(
    "ticket_reply",
    metadata,
    Column("programme_id", Id, primary_key=True, autoincrement=False),
    Column("request_key", Digest, primary_key=True),
    Column("content", Digest, nullable=False),
    Column("reply", Text, nullable=False),
    Column("seal", Seal, nullable=True),
    sqlite_with_rowid=False,
)

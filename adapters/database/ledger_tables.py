"""Tables of the ledger: accounts, movements, entries, keys, holds, what is left to reverse, and the outbox.

Movements and entries are never updated and never deleted; triggers hold that (see the first migration). The rows of
the ledger have no foreign keys: every one is written under the lock of its account by `books_writer.py` alone, and a
foreign key would cost an index look-up and a row lock per row of every update.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from adapters.database.schema import Amount, Code, Digest, Id, Moment, Seal, metadata

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme_id", Id, ForeignKey("programme.id"), nullable=False),
    Column("account_type", Code, nullable=False),
    Column("number", Code, nullable=False),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=True),
    Column("currency", Code, nullable=False),
    Column("unit", Code, nullable=False),
    Column("precision", Integer, nullable=False),
    Column("status", Code, nullable=False, server_default="ACTIVE"),
    Column("description", Text, nullable=False, server_default=""),
    Column("scheme", Code, nullable=False, server_default=""),
    Column("scheme_description", Text, nullable=False, server_default=""),
    Column("tier", Code, nullable=False, server_default=""),
    Column("tier_description", Text, nullable=False, server_default=""),
    Column("is_tier_manual", Boolean, nullable=False, server_default=false()),
    Column("site", Code, nullable=False, server_default=""),
    Column("opened_at", Moment, nullable=False),
    Column("floor", Amount, nullable=False, server_default="0"),
    Column("credit_limit", Amount, nullable=False, server_default="0"),
    Column("balance", Amount, nullable=False, server_default="0"),
    Column("open_holds", Integer, nullable=False, server_default="0"),
    Column("holds_placed", Integer, nullable=False, server_default="0"),
    Column("sequence", BigInteger, nullable=False, server_default="0"),
    Column("head_hash", Digest, nullable=True),
    # Before this no points of the account expire; None where nobody has looked yet (docs/decisions/0087).
    Column("points_expire_from", Moment, nullable=True),
    # No points that expire before this are still to be announced; None where nobody has looked yet (0092).
    Column("points_announce_from", Moment, nullable=True),
    Column("seal", Seal, nullable=True),
    # Where the balance of an account that was merged into another is now, and how many were merged into this one (0096).
    Column("merged_into_id", Id, nullable=True),
    Column("merged_accounts", Integer, nullable=True),
    UniqueConstraint("programme_id", "account_type", "number"),
    Index("ix_account_number", "programme_id", "number", "account_type"),
    Index("ix_account_customer_id", "customer_id"),
    # The sum keeps them for the worker: without statistics PostgreSQL took them to lock an account, and read them all.
    Index("ix_account_points_expire_from", text("(programme_id + 0)"), "account_type", "points_expire_from"),
    Index("ix_account_points_announce_from", text("(programme_id + 0)"), "account_type", "points_announce_from"),
    Index(
        "ix_account_merged_into_id",
        "merged_into_id",
        sqlite_where=text("merged_into_id IS NOT NULL"),
        postgresql_where=text("merged_into_id IS NOT NULL"),
    ),
)

movement = Table(
    "movement",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("programme_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("kind", Code, nullable=False),
    Column("phase", Code, nullable=False),
    Column("moved", Amount, nullable=False),
    Column("balance_after", Amount, nullable=False),
    Column("held_after", Amount, nullable=False),
    Column("available_after", Amount, nullable=False),
    Column("device", Code, nullable=False),
    Column("transaction_id", Code, nullable=False),
    Column("reference_id", Code, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("occurred_at", Moment, nullable=True),
    Column("original_id", Id, nullable=True),
    Column("credential_id", Id, nullable=True),
    Column("site", Code, nullable=False),
    Column("operator", Code, nullable=False),
    Column("reason", Code, nullable=False),
    # By till first: what one till does lies together, while the accounts that it does it to lie anywhere.
    Index("ix_movement_document", "device", "transaction_id", "account_id"),
)

entry = Table(
    "entry",
    metadata,
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("movement_id", Id, nullable=False),
    Column("amount", Amount, nullable=False),
    Column("balance_after", Amount, nullable=False),
    Column("previous_hash", Digest, nullable=False),
    Column("hash", Digest, nullable=False),
    sqlite_with_rowid=False,
)

idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("programme_id", Id, primary_key=True, autoincrement=False),
    Column("key", Digest, primary_key=True),
    Column("first_key", Digest, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("amount", Amount, nullable=True),
    Column("currency", Code, nullable=False),
    Column("phase", Code, nullable=False),
    Column("original", Code, nullable=False),
    Column("occurred_at", Moment, nullable=True),
    Column("movement_id", Id, nullable=True),
    Column("refusal", Code, nullable=False),
    Column("moved", Amount, nullable=False),
    Column("balance", Amount, nullable=False),
    Column("held", Amount, nullable=False),
    Column("available", Amount, nullable=False),
    Column("expires_at", Moment, nullable=True),
    # None where the movement tells all of it.
    Column("seal", Seal, nullable=True),
    sqlite_with_rowid=False,
)

hold = Table(
    "hold",
    metadata,
    Column("movement_id", Id, primary_key=True, autoincrement=False),
    Column("account_id", Id, nullable=False),
    Column("amount", Amount, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", Code, nullable=False),
    Column("resolved_by", Id, nullable=True),
    Index(
        "ix_hold_open_account",
        "account_id",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(
        "ix_hold_open_expiry",
        "expires_at",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

remainder = Table(
    "remainder",
    metadata,
    Column("movement_id", Id, primary_key=True, autoincrement=False),
    Column("left_amount", Amount, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme_id", Id, nullable=False),
    Column("customer_id", Id, nullable=True),
    Column("movement_id", Id, nullable=True),
    Column("type", Code, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    # On PostgreSQL the inserting transaction's id, by default: the feed is read behind the horizon of these.
    Column("transaction_number", BigInteger, nullable=True),
    # What it tells of is a movement, a ticket, a change of tier or an announced expiry: one of them.
    Column("ticket_id", Id, nullable=True),
    Column("tier_account_id", Id, nullable=True),
    Column("tier_number", Integer, nullable=True),
    Column("expiry_account_id", Id, nullable=True),
    Column("expires_at", Moment, nullable=True),
)

expiry_announcement = Table(
    "expiry_announcement",
    metadata,
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("expires_at", Moment, primary_key=True, autoincrement=False),
    Column("points", Amount, nullable=False),
    Column("announced_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

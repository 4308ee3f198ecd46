"""Tables of tiers: where each member stands, and how it came to that."""

from sqlalchemy import Column, Index, Integer, Table, Text, text

from adapters.database.schema import Amount, Code, Id, Moment, Seal, metadata

tier_standing = Table(
    "tier_standing",
    metadata,
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("tier", Code, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("resets_at", Moment, nullable=True),
    # 0 while no points have led to a tier; `joined_at` then says nothing.
    Column("changes", Integer, nullable=False),
    Column("programme_id", Id, nullable=True),
    Column("points_end_at", Moment, nullable=True),
    Column("counted_since", Moment, nullable=True),
    # The first of `resets_at` and `points_end_at`.
    Column("due_at", Moment, nullable=True),
    Column("seal", Seal, nullable=True),
    Index(
        "ix_tier_standing_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index("ix_tier_standing_points_end_at", "programme_id", "points_end_at"),
)

tier_change = Table(
    "tier_change",
    metadata,
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("tier", Code, nullable=False),
    Column("reason", Code, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("resets_at", Moment, nullable=True),
    # The points that counted then, and what they led to, for people.
    Column("points", Amount, nullable=True),
    Column("explanation", Text, nullable=False, server_default=""),
    Column("seal", Seal, nullable=True),
    sqlite_with_rowid=False,
)

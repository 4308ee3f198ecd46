"""Tables of tiers: where each member stands, and how it came to that."""

from sqlalchemy import Column, Index, Integer, Table, text

from adapters.database.schema import Code, Id, Moment, metadata

tier_standing = Table(
    "tier_standing",
    metadata,
    Column("account_id", Id, primary_key=True, autoincrement=False),
    Column("tier", Code, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("resets_at", Moment, nullable=True),
    Column("changes", Integer, nullable=False),
    Index(
        "ix_tier_standing_resets_at",
        "resets_at",
        sqlite_where=text("resets_at IS NOT NULL"),
        postgresql_where=text("resets_at IS NOT NULL"),
    ),
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
    sqlite_with_rowid=False,
)

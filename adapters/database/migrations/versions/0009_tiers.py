"""Where members stand in the tiers, and how it came to that."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Id

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "tier_standing",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("tier", Code, nullable=False),
        sa.Column("joined_at", sa.BigInteger, nullable=False),
        sa.Column("resets_at", sa.BigInteger, nullable=True),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_tier_standing")),
    )
    ends = sa.text("resets_at IS NOT NULL")
    op.create_index(
        "ix_tier_standing_resets_at", "tier_standing", ["resets_at"], sqlite_where=ends, postgresql_where=ends
    )
    op.create_table(
        "tier_change",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("tier", Code, nullable=False),
        sa.Column("reason", Code, nullable=False),
        sa.Column("joined_at", sa.BigInteger, nullable=False),
        sa.Column("resets_at", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_tier_change")),
        sqlite_with_rowid=False,
    )

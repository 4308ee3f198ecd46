"""Points that are about to expire are announced: which, and whose are looked at next."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Amount, Id

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, the columns, and the index by which a worker finds what is due."""
    op.create_table(
        "expiry_announcement",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("points", Amount, nullable=False),
        sa.Column("announced_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "expires_at", name=op.f("pk_expiry_announcement")),
        sqlite_with_rowid=False,
    )
    op.add_column("outbox", sa.Column("expiry_account_id", Id, nullable=True))
    op.add_column("outbox", sa.Column("expires_at", sa.BigInteger, nullable=True))
    op.add_column("account", sa.Column("points_announce_from", sa.BigInteger, nullable=True))
    columns = ["programme_id", "account_type", "points_announce_from"]
    op.create_index("ix_account_points_announce_from", "account", columns)

"""Points that wait are found by account: what is due of one is told and spent before a worker comes by."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_escrow_lot_account_id",
        "escrow_lot",
        ["account_id", "due_at"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )

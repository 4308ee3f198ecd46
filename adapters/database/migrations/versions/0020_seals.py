"""Seals of rows of which nothing else tells; rows of before have none until they are written again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLES = (
    *("account", "idempotency_key", "ticket", "ticket_line", "ticket_withdrawal", "ticket_review", "escrow_lot"),
    *("ticket_reply", "tier_standing", "tier_change"),
)


def upgrade() -> None:
    """Add the column."""
    for table in _TABLES:
        op.add_column(table, sa.Column("seal", sa.BigInteger, nullable=True))

"""When tiers and the points that count for them end, so that it is told and done at once; and what led to a tier."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Amount, Id

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OWNER = """
UPDATE tier_standing SET due_at = resets_at,
programme_id = (SELECT a.programme_id FROM account a WHERE a.id = tier_standing.account_id)"""


def upgrade() -> None:
    """Add the columns and fill them."""
    op.add_column("tier_standing", sa.Column("programme_id", Id, nullable=True))
    for name in ("points_end_at", "counted_since", "due_at"):
        op.add_column("tier_standing", sa.Column(name, sa.BigInteger, nullable=True))
    op.execute(_OWNER)
    op.drop_index("ix_tier_standing_resets_at", "tier_standing")
    is_due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_tier_standing_due_at", "tier_standing", ["due_at"], sqlite_where=is_due, postgresql_where=is_due
    )
    op.create_index("ix_tier_standing_points_end_at", "tier_standing", ["programme_id", "points_end_at"])
    op.add_column("tier_change", sa.Column("points", Amount, nullable=True))
    op.add_column("tier_change", sa.Column("explanation", sa.Text, nullable=False, server_default=""))

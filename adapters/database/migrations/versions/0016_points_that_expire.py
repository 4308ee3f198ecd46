"""Points that expire: from when on, and which movement gave those that waited."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Id

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the index by which a worker finds what is due."""
    op.add_column("programme", sa.Column("points_expire_from", sa.BigInteger, nullable=True))
    op.add_column("account", sa.Column("points_expire_from", sa.BigInteger, nullable=True))
    op.add_column("escrow_lot", sa.Column("rolled_by", Id, nullable=True))
    is_loyalty = sa.text("account_type = 'customerLoyaltyAccount'")
    op.create_index(
        "ix_account_points_expire_from",
        "account",
        ["programme_id", "points_expire_from"],
        sqlite_where=is_loyalty,
        postgresql_where=is_loyalty,
    )

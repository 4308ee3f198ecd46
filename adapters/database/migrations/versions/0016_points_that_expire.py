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
    # Not for loyalty accounts only: SQLite would prepare each statement that binds an account's type anew at each call,
    # to see whether the value lets it take the partial index. An enquiry took twice its time.
    op.create_index("ix_account_points_expire_from", "account", ["programme_id", "account_type", "points_expire_from"])

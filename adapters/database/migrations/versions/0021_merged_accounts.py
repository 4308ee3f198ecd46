"""An account may be merged into another of its type: where each went, and how many came."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Id

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns, and the index by which the accounts that were merged into one are found."""
    op.add_column("account", sa.Column("merged_into_id", Id, nullable=True))
    op.add_column("account", sa.Column("merged_accounts", sa.Integer, nullable=True))
    is_merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_account_merged_into_id", "account", ["merged_into_id"], sqlite_where=is_merged, postgresql_where=is_merged
    )

"""Replies to requests that bring tickets, kept to be given again letter for letter."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Digest, Id

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "ticket_reply",
        sa.Column("programme_id", Id, autoincrement=False, nullable=False),
        sa.Column("request_key", Digest, nullable=False),
        sa.Column("content", Digest, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "request_key", name=op.f("pk_ticket_reply")),
        sqlite_with_rowid=False,
    )

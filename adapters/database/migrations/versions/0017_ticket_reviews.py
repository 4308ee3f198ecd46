"""Tickets that earn too fast wait until somebody has looked; tickets know the card that was shown."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Amount, Code, Id

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.add_column("ticket", sa.Column("status", Code, nullable=False, server_default="booked"))
    op.add_column("ticket", sa.Column("card_id", Id, nullable=True))
    op.create_table(
        "ticket_review",
        sa.Column("ticket_id", Id, autoincrement=False, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("site", Code, nullable=False),
        sa.Column("points", Amount, nullable=False),
        sa.Column("tier", Code, nullable=False),
        sa.Column("why", Code, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=True),
        sa.Column("decided_by", Code, nullable=False, server_default=""),
        sa.Column("reason", Code, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_review")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_review_ticket_id_ticket")),
    )
    is_open = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_ticket_review_open",
        "ticket_review",
        ["programme_id", "ticket_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )

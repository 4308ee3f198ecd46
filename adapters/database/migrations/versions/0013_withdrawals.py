"""Points that pay for tickets, and what of them was given back."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Amount, Id

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    for name in ("withdrawn", "given_back"):
        op.add_column("ticket_line", sa.Column(name, Amount, nullable=False, server_default="0"))
    op.create_table(
        "ticket_withdrawal",
        sa.Column("ticket_id", Id, autoincrement=False, nullable=False),
        sa.Column("movement_id", Id, autoincrement=False, nullable=False),
        sa.Column("points", Amount, nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "movement_id", name=op.f("pk_ticket_withdrawal")),
        sa.UniqueConstraint("movement_id", name=op.f("uq_ticket_withdrawal_movement_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_withdrawal_ticket_id_ticket")),
        sqlite_with_rowid=False,
    )

"""Earning rules, tickets, and points that wait."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Id

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; lists of accounts look at the type too."""
    op.drop_index("ix_account_number", "account")
    op.create_index("ix_account_number", "account", ["programme_id", "number", "account_type"])
    op.create_table(
        "earning_rules",
        sa.Column("programme_id", Id, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.BigInteger, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_earning_rules_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "version", name=op.f("pk_earning_rules")),
    )
    _tickets()
    op.create_table(
        "ticket_line",
        sa.Column("ticket_id", Id, autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.Column("points", sa.BigInteger, nullable=False),
        sa.Column("returned_quantity", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("returned_points", sa.BigInteger, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_line_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("ticket_id", "line", name=op.f("pk_ticket_line")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "escrow_lot",
        sa.Column("ticket_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("left_amount", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("state", Code, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_escrow_lot_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_escrow_lot")),
    )
    is_open = sa.text("state = 'open'")
    op.create_index("ix_escrow_lot_due", "escrow_lot", ["due_at"], sqlite_where=is_open, postgresql_where=is_open)


def _tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("natural_key", sa.LargeBinary, nullable=False),
        sa.Column("request_key", sa.LargeBinary, nullable=True),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("kind", Code, nullable=False),
        sa.Column("site", Code, nullable=False),
        sa.Column("device", Code, nullable=False),
        sa.Column("business_date", Code, nullable=False),
        sa.Column("receipt_number", Code, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=True),
        sa.Column("occurred_at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("credential_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=True),
        sa.Column("earning_day", Code, nullable=False),
        sa.Column("earned", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_ticket_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("programme_id", "natural_key", name=op.f("uq_ticket_programme_id_natural_key")),
    )
    op.create_index("ix_ticket_request_key", "ticket", ["programme_id", "request_key"], unique=True)
    op.create_index("ix_ticket_account_id", "ticket", ["account_id", "earning_day"])
    op.create_index("ix_ticket_sequence", "ticket", ["programme_id", "device", "sequence"])

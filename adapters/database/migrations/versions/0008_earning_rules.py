"""Versions of earning rules."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Id

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
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

"""Estates, programmes and sites."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Id

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "estate",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", Code, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estate")),
        sa.UniqueConstraint("code", name=op.f("uq_estate_code")),
    )
    op.create_table(
        "programme",
        sa.Column("id", Id, nullable=False),
        sa.Column("estate_id", Id, nullable=False),
        sa.Column("code", Code, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", Code, server_default="ACTIVE", nullable=False),
        sa.Column("currency", Code, nullable=False),
        sa.Column("country", Code, nullable=False),
        sa.Column("time_zone", Code, nullable=False),
        sa.Column("hold_lifetime_hours", sa.Integer, server_default="360", nullable=False),
        sa.Column("id_reuse_window_hours", sa.Integer, server_default="24", nullable=False),
        sa.Column("late_after_minutes", sa.Integer, server_default="60", nullable=False),
        sa.Column("late_overspend", Code, server_default="refuse", nullable=False),
        sa.Column("reversal_may_pass_floor", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("money_in_smallest_unit", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("points_precision", sa.Integer, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_programme_estate_id_estate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "site",
        sa.Column("id", Id, nullable=False),
        sa.Column("estate_id", Id, nullable=False),
        sa.Column("code", Code, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", Code, server_default="ACTIVE", nullable=False),
        sa.Column("time_zone", Code, nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_site_estate_id_estate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("estate_id", "code", name=op.f("uq_site_estate_id_code")),
    )
    op.create_table(
        "programme_site",
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_site_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_programme_site_site_id_site")),
        sa.PrimaryKeyConstraint("programme_id", "site_id", name=op.f("pk_programme_site")),
    )

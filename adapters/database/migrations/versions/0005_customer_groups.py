"""The groups of customers."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Id

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "customer_group",
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("group_code", Code, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_group_customer_id_customer")),
        sa.PrimaryKeyConstraint("customer_id", "group_code", name=op.f("pk_customer_group")),
        sqlite_with_rowid=False,
    )

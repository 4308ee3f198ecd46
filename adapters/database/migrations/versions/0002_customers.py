"""Customers and cards."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "customer",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("number", Code, nullable=False),
        sa.Column("status", Code, server_default="ACTIVE", nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_customer_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_customer_programme_id_number")),
    )
    op.create_table(
        "customer_person",
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("title", sa.Text, server_default="", nullable=False),
        sa.Column("forename", sa.Text, server_default="", nullable=False),
        sa.Column("surname", sa.Text, server_default="", nullable=False),
        sa.Column("email", sa.Text, server_default="", nullable=False),
        sa.Column("phone", sa.Text, server_default="", nullable=False),
        sa.Column("street1", sa.Text, server_default="", nullable=False),
        sa.Column("street2", sa.Text, server_default="", nullable=False),
        sa.Column("street3", sa.Text, server_default="", nullable=False),
        sa.Column("town", sa.Text, server_default="", nullable=False),
        sa.Column("county", sa.Text, server_default="", nullable=False),
        sa.Column("postcode", sa.Text, server_default="", nullable=False),
        sa.Column("country", sa.Text, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_person_customer_id_customer")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_person")),
    )
    op.create_table(
        "customer_name_key",
        sa.Column("programme_id", Id, autoincrement=False, nullable=False),
        sa.Column("name_key", Code, nullable=False),
        sa.Column("customer_number", Code, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("shared_length", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_name_key_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint(
            "programme_id",
            "name_key",
            "customer_number",
            name=op.f("pk_customer_name_key"),
            postgresql_include=["shared_length", "customer_id"],
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_customer_name_key_customer_id"), "customer_name_key", ["customer_id"], unique=False)
    op.create_table(
        "customer_postcode_key",
        sa.Column("programme_id", Id, autoincrement=False, nullable=False),
        sa.Column("postcode_key", Code, nullable=False),
        sa.Column("name_key", Code, nullable=False),
        sa.Column("customer_number", Code, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_postcode_key_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "postcode_key", "name_key", "customer_number", name=op.f("pk_customer_postcode_key")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_customer_postcode_key_customer_id"), "customer_postcode_key", ["customer_id"], unique=False
    )
    op.create_table(
        "card",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("number", Code, nullable=False),
        sa.Column("hashed_number", Code, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("status", Code, server_default="ACTIVE", nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_card_customer_id_customer")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_card_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("programme_id", "hashed_number", name=op.f("uq_card_programme_id_hashed_number")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_card_programme_id_number")),
    )
    op.create_index("ix_card_customer_id", "card", ["customer_id"], unique=False)

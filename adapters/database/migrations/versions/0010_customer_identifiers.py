"""What customers are found by: e-mail address, telephone number, and the id that others keep."""

import sqlalchemy as sa
from alembic import op

from adapters.database.bulk_rows import put_rows
from adapters.database.customer_tables import customer_identifier
from adapters.database.schema import Code, Id
from domain.customers.customer import Customer
from domain.customers.identifier_keys import identifier_keys

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_CUSTOMERS = sa.text(
    "SELECT c.id, c.programme_id, g.country, COALESCE(p.email, ''), COALESCE(p.phone, '') FROM customer c "
    "JOIN programme g ON g.id = c.programme_id LEFT JOIN customer_person p ON p.customer_id = c.id "
    "WHERE c.id > :after ORDER BY c.id LIMIT 2000"
)


def upgrade() -> None:
    """Make the table, and the keys of the customers that are there."""
    op.create_table(
        "customer_identifier",
        sa.Column("programme_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", Code, nullable=False),
        sa.Column("identifier", Code, nullable=False),
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_identifier_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint(
            "programme_id", "kind", "identifier", "customer_id", name=op.f("pk_customer_identifier")
        ),
        sqlite_with_rowid=False,
    )
    fill(op.get_bind())
    op.create_index("ix_customer_identifier_customer_id", "customer_identifier", ["customer_id"])


def fill(connection: sa.Connection) -> None:
    """Write the keys of all customers, some thousands at a time."""
    after = 0
    while batch := connection.execute(_CUSTOMERS, {"after": after}).all():
        after = batch[-1][0]
        rows = [
            {"programme_id": programme_id, "kind": kind.value, "identifier": key, "customer_id": customer_id}
            for customer_id, programme_id, country, email, phone in batch
            for kind, key in identifier_keys(customer_id, Customer("", "", email=email, phone=phone), country)
        ]
        put_rows(connection, customer_identifier, rows)

"""Documents are found by their till first, so that what one till does lies together."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index anew, in another order of the same columns."""
    op.drop_index("ix_movement_document", "movement")
    op.create_index("ix_movement_document", "movement", ["device", "transaction_id", "account_id"])

"""The indexes by which a worker finds accounts serve nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them anew, over a sum that only the worker's statements ask for.

    Where a table has no statistics yet, PostgreSQL thought them as good as the one of account numbers, and locked one account
    by reading all of its programme.
    """
    for column in ("points_expire_from", "points_announce_from"):
        name = f"ix_account_{column}"
        op.drop_index(name, "account")
        op.create_index(name, "account", [sa.text("(programme_id + 0)"), "account_type", column])

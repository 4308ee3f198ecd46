"""The ways around the triggers that keep the ledger as it was written."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REFUSE_REPLACING = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_key})
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: write a new movement'); END"""
_SAME_KEY = {
    "movement": "id = NEW.id",
    "entry": "account_id = NEW.account_id AND sequence = NEW.sequence",
}


def upgrade() -> None:
    """Refuse what the first triggers do not see: INSERT OR REPLACE on SQLite, a session's replica role on PostgreSQL."""
    for table, same_key in _SAME_KEY.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(_REFUSE_REPLACING.format(table=table, same_key=same_key))
        else:
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only")

"""The ledger, its triggers and the outbox."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Digest, Id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("account_type", Code, nullable=False),
        sa.Column("number", Code, nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("currency", Code, nullable=False),
        sa.Column("unit", Code, nullable=False),
        sa.Column("precision", sa.Integer, nullable=False),
        sa.Column("status", Code, server_default="ACTIVE", nullable=False),
        sa.Column("description", sa.Text, server_default="", nullable=False),
        sa.Column("scheme", Code, server_default="", nullable=False),
        sa.Column("scheme_description", sa.Text, server_default="", nullable=False),
        sa.Column("tier", Code, server_default="", nullable=False),
        sa.Column("tier_description", sa.Text, server_default="", nullable=False),
        sa.Column("is_tier_manual", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("site", Code, server_default="", nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("floor", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("credit_limit", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("balance", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("open_holds", sa.Integer, server_default="0", nullable=False),
        sa.Column("holds_placed", sa.Integer, server_default="0", nullable=False),
        sa.Column("sequence", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("head_hash", Digest, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_account_customer_id_customer")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_account_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "programme_id", "account_type", "number", name=op.f("uq_account_programme_id_account_type_number")
        ),
    )
    op.create_index("ix_account_customer_id", "account", ["customer_id"], unique=False)
    op.create_index("ix_account_number", "account", ["programme_id", "number"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("kind", Code, nullable=False),
        sa.Column("phase", Code, nullable=False),
        sa.Column("moved", sa.BigInteger, nullable=False),
        sa.Column("balance_after", sa.BigInteger, nullable=False),
        sa.Column("held_after", sa.BigInteger, nullable=False),
        sa.Column("available_after", sa.BigInteger, nullable=False),
        sa.Column("device", Code, nullable=False),
        sa.Column("transaction_id", Code, nullable=False),
        sa.Column("reference_id", Code, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("occurred_at", sa.BigInteger, nullable=True),
        sa.Column("original_id", Id, nullable=True),
        sa.Column("credential_id", Id, nullable=True),
        sa.Column("site", Code, nullable=False),
        sa.Column("operator", Code, nullable=False),
        sa.Column("reason", Code, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index("ix_movement_document", "movement", ["account_id", "transaction_id", "device"], unique=False)
    op.create_table(
        "entry",
        sa.Column("account_id", Id, autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("movement_id", Id, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("balance_after", sa.BigInteger, nullable=False),
        sa.Column("previous_hash", Digest, nullable=False),
        sa.Column("hash", Digest, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "sequence", name=op.f("pk_entry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "idempotency_key",
        sa.Column("programme_id", Id, autoincrement=False, nullable=False),
        sa.Column("key", Digest, nullable=False),
        sa.Column("first_key", Digest, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=True),
        sa.Column("currency", Code, nullable=False),
        sa.Column("phase", Code, nullable=False),
        sa.Column("original", Code, nullable=False),
        sa.Column("occurred_at", sa.BigInteger, nullable=True),
        sa.Column("movement_id", Id, nullable=True),
        sa.Column("refusal", Code, nullable=False),
        sa.Column("moved", sa.BigInteger, nullable=False),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("available", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("programme_id", "key", name=op.f("pk_idempotency_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hold",
        sa.Column("movement_id", Id, autoincrement=False, nullable=False),
        sa.Column("account_id", Id, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("state", Code, nullable=False),
        sa.Column("resolved_by", Id, nullable=True),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_hold")),
    )
    op.create_index(
        "ix_hold_open_account",
        "hold",
        ["account_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_hold_open_expiry",
        "hold",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "remainder",
        sa.Column("movement_id", Id, autoincrement=False, nullable=False),
        sa.Column("left_amount", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_remainder")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("movement_id", Id, nullable=True),
        sa.Column("type", Code, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("transaction_number", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    _forbid_changes()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE movement_id_block INCREMENT BY 128")
        # Room on each page, so that a balance changes in place, without touching an index.
        op.execute("ALTER TABLE account SET (fillfactor = 70)")
        op.execute(
            "ALTER TABLE outbox ALTER COLUMN transaction_number SET DEFAULT (pg_current_xact_id()::text::bigint)"
        )


def _forbid_changes() -> None:
    """Movements and entries stay as they were written; a correction is a new movement."""
    if op.get_bind().dialect.name == "sqlite":
        for table in ("movement", "entry"):
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: write a new movement'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the ledger is append-only: write a new movement'; END $$"
    )
    for table in ("movement", "entry"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"
        )

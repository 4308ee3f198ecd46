"""Credentials, and the nonces that were used."""

import sqlalchemy as sa
from alembic import op

from adapters.database.schema import Code, Id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "credential",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme_id", Id, nullable=False),
        sa.Column("name", Code, nullable=False),
        sa.Column("operations", Code, nullable=False),
        sa.Column("sites", sa.Text, nullable=True),
        sa.Column("default_site", Code, server_default="", nullable=False),
        sa.Column("default_device", Code, server_default="", nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("secret_sealed", sa.Text, server_default="", nullable=False),
        sa.Column("previous_hash", sa.Text, server_default="", nullable=False),
        sa.Column("previous_sealed", sa.Text, server_default="", nullable=False),
        sa.Column("previous_until", sa.BigInteger, nullable=True),
        sa.Column("is_demo", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("rotated_at", sa.BigInteger, nullable=True),
        sa.Column("revoked_at", sa.BigInteger, nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_credential_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("name", name=op.f("uq_credential_name")),
    )
    op.create_index("ix_credential_programme_id", "credential", ["programme_id"])
    op.create_table(
        "ws_nonce",
        sa.Column("nonce_key", sa.LargeBinary, nullable=False),
        sa.Column("keep_until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("nonce_key", name=op.f("pk_ws_nonce")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ws_nonce_keep_until", "ws_nonce", ["keep_until"])

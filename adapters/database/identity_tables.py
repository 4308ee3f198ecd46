"""Tables of credentials and of the nonces that were used. No secret in clear, and no key that opens one, is here."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, false

from adapters.database.schema import Code, Digest, Id, Moment, metadata

credential = Table(
    "credential",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme_id", Id, ForeignKey("programme.id"), nullable=False, index=True),
    Column("name", Code, nullable=False, unique=True),
    Column("operations", Code, nullable=False),
    Column("sites", Text, nullable=True),
    Column("default_site", Code, nullable=False, server_default=""),
    Column("default_device", Code, nullable=False, server_default=""),
    Column("version", Integer, nullable=False),
    Column("secret_hash", Text, nullable=False),
    Column("secret_sealed", Text, nullable=False, server_default=""),
    Column("previous_hash", Text, nullable=False, server_default=""),
    Column("previous_sealed", Text, nullable=False, server_default=""),
    Column("previous_until", Moment, nullable=True),
    Column("is_demo", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("rotated_at", Moment, nullable=True),
    Column("revoked_at", Moment, nullable=True),
)

ws_nonce = Table(
    "ws_nonce",
    metadata,
    Column("nonce_key", Digest, primary_key=True),
    Column("keep_until", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

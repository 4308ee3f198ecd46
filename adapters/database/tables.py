"""All tables, so that the metadata is whole wherever this is imported."""

from adapters.database import (
    customer_tables,
    identity_tables,
    ledger_tables,
    programme_tables,
    purchase_tables,
    ticket_tables,
    tier_tables,
)
from adapters.database.schema import metadata

__all__ = [
    "customer_tables",
    "identity_tables",
    "ledger_tables",
    "metadata",
    "programme_tables",
    "purchase_tables",
    "ticket_tables",
    "tier_tables",
]

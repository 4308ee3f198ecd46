"""The rows that carry a seal: which columns it covers, and how it is written.

Whatever writes one of these rows writes its seal in the same transaction, or none: a row without a seal is not proven
by it (rows that were there before the seals, and keys of which their movement tells everything).
"""

from collections.abc import Sequence
from typing import Any

from adapters.database.hot_transaction import HotTransaction
from adapters.database.tables import metadata
from domain.row_seal import row_seal

# A new column goes to the end of its list; one that is taken out would break every seal there is.
SEALED = {
    "account": (
        *("programme_id", "account_type", "number", "customer_id", "currency", "unit", "precision", "status"),
        *("opened_at", "description", "scheme", "scheme_description", "tier", "tier_description", "is_tier_manual"),
        *("site", "floor", "credit_limit", "merged_into_id", "merged_accounts"),
    ),
    "idempotency_key": (
        *("programme_id", "key", "first_key", "account_id", "amount", "currency", "phase", "original", "occurred_at"),
        *("movement_id", "refusal", "moved", "balance", "held", "available", "expires_at"),
    ),
    "ticket": (
        *("programme_id", "natural_key", "request_key", "fingerprint", "kind", "site", "device", "business_date"),
        *("receipt_number", "sequence", "occurred_at", "received_at", "credential_id", "account_id", "earning_day"),
        *("earned", "content", "receipt", "status", "card_id"),
    ),
    "ticket_line": (
        *("ticket_id", "line", "quantity", "points", "returned_quantity", "returned_points", "withdrawn", "given_back"),
    ),
    "ticket_withdrawal": ("ticket_id", "movement_id", "points"),
    "ticket_review": (
        *("ticket_id", "programme_id", "site", "points", "tier", "why", "opened_at", "decided_at", "decided_by"),
        "reason",
    ),
    "escrow_lot": ("ticket_id", "account_id", "left_amount", "due_at", "state", "rolled_by"),
    "ticket_reply": ("programme_id", "request_key", "content", "reply"),
    "tier_standing": (
        *("account_id", "programme_id", "tier", "joined_at", "resets_at", "changes", "points_end_at", "counted_since"),
        "due_at",
    ),
    "tier_change": ("account_id", "number", "tier", "reason", "joined_at", "resets_at", "points", "explanation"),
}
"""The columns that a table's seals cover, in their order."""

NEVER_MERGED = (None, None)
"""What an account that is opened has in the last two of its columns."""


def seal_of(table: str, values: Sequence[Any]) -> int:
    """The seal of a row with these values, which are those of `SEALED`."""
    return row_seal(table, zip(SEALED[table], values, strict=True))


def reseal(hot: HotTransaction, table: str, key: str, rows: Sequence[Any]) -> None:
    """Seal the rows with these keys as they are now, inside the transaction that has changed them."""
    if not rows:
        return
    marks, names = ", ".join("?" * len(rows)), ", ".join(SEALED[table])
    found = hot.rows(f"SELECT {key}, {names} FROM {table} WHERE {key} IN ({marks})", rows)  # noqa: S608 - fixed names
    sealed = [(seal_of(table, row[1:]), row[0]) for row in found]
    hot.execute_many(f"UPDATE {table} SET seal = ? WHERE {key} = ?", sealed)  # noqa: S608 - as above


def names_of(table: str) -> tuple[str, ...]:
    """The columns of the table's key."""
    return tuple(column.name for column in metadata.tables[table].primary_key)

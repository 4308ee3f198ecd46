"""Holds the books to what they must be after a measurement: every answered update in them, once, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.database.engine import Store
from bench.wrong import Wrong

_ACCOUNTS = """
SELECT COUNT(*) FROM account a WHERE
a.balance <> COALESCE((SELECT SUM(e.amount) FROM entry e WHERE e.account_id = a.id), 0)
OR a.sequence <> (SELECT COUNT(*) FROM entry e WHERE e.account_id = a.id)
OR a.sequence <> COALESCE((SELECT MAX(e.sequence) FROM entry e WHERE e.account_id = a.id), 0)"""
_CHAIN = """
SELECT COUNT(*) FROM entry e JOIN entry p ON p.account_id = e.account_id AND p.sequence = e.sequence - 1
WHERE e.previous_hash <> p.hash OR e.balance_after <> p.balance_after + e.amount"""
_HEADS = """
SELECT COUNT(*) FROM account a JOIN entry e ON e.account_id = a.id AND e.sequence = a.sequence
WHERE a.head_hash <> e.hash OR a.balance <> e.balance_after"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the ledger."""

    movements: int
    entries: int
    keys: int
    events: int

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(
            self.movements - other.movements,
            self.entries - other.entries,
            self.keys - other.keys,
            self.events - other.events,
        )


def count_rows(store: Store) -> Counts:
    """How many rows the ledger's tables have now."""
    return Counts(*_figures(store, [f"SELECT COUNT(*) FROM {table}" for table in _TABLES]))  # noqa: S608


def check_books(store: Store) -> None:
    """Raise `Wrong` unless each balance is the sum of its entries, each chain whole and each movement entered once."""
    bad_accounts, bad_links, bad_heads = _figures(store, [_ACCOUNTS, _CHAIN, _HEADS])
    counts = count_rows(store)
    if bad_accounts or bad_links or bad_heads:
        raise Wrong(f"The books don't add up: {bad_accounts} accounts, {bad_links} links, {bad_heads} heads are wrong.")
    if not counts.movements == counts.entries:
        raise Wrong(f"The books have {counts.movements} movements and {counts.entries} entries.")


_TABLES = ("movement", "entry", "idempotency_key", "outbox")


def _figures(store: Store, statements: Sequence[str]) -> list[int]:
    with store.reads.connect() as connection:
        return [int(connection.exec_driver_sql(statement).scalar_one()) for statement in statements]

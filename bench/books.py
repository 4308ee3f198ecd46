"""Holds the books to what they must be after a measurement: every answered update in them, once, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import Store
from bench.wrong import Wrong
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the ledger; `events` are those of movements."""

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
    return Counts(*_figures(store, [f"SELECT {rows} FROM {table}" for table, rows in _TABLES.items()]))  # noqa: S608


def check_books(store: Store) -> None:
    """Raise `Wrong` where the product's own `verify` finds a fault."""
    findings: list[Finding] = []
    VerifyBooks(DatabaseBooks(store))(findings.append)
    if findings:
        raise Wrong(f"The books have {len(findings)} faults, the first: {findings[0]}.")


# Of the events, those that tell of movements: tickets and tiers have theirs beside them.
_TABLES = dict.fromkeys(("movement", "entry", "idempotency_key"), "COUNT(*)") | {"outbox": "COUNT(movement_id)"}


def _figures(store: Store, statements: Sequence[str]) -> list[int]:
    with store.reads.connect() as connection:
        return [int(connection.exec_driver_sql(statement).scalar_one()) for statement in statements]

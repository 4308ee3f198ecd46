"""The rows that proving the books reads, as they are stored: amounts scaled, times in microseconds since 1970.

A value of another row that was looked up beside it is None where that row is missing. They are tuples with names, as
millions of them are read in one go.
"""

from typing import Any, NamedTuple


class BookCounts(NamedTuple):
    """How many rows there are."""

    accounts: int
    movements: int
    entries: int
    keys: int
    holds: int
    remainders: int
    events: int


class HeadRow(NamedTuple):
    """An account's own figures, and how many holds it has."""

    id: int
    kind: str
    number: str
    balance: int
    open_holds: int
    holds_placed: int
    sequence: int
    head_hash: bytes | None
    holds_open: int
    holds_all: int


class EntryRow(NamedTuple):
    """An entry, and the movement that it names."""

    account_id: int
    sequence: int
    movement_id: int
    amount: int
    balance_after: int
    previous_hash: bytes
    hash: bytes
    id: int | None
    programme_id: int
    movement_account_id: int
    kind: str
    phase: str
    moved: int
    movement_balance_after: int
    held_after: int
    available_after: int
    device: str
    transaction_id: str
    reference_id: str
    received_at: int
    occurred_at: int | None
    original_id: int | None
    credential_id: int | None
    site: str
    operator: str
    reason: str


class CoverRow(NamedTuple):
    """A movement, how many entries, keys and events name it, and how far the entry's sequence is from the event's."""

    movement_id: int
    entries: int
    keys: int
    events: int
    sequences_apart: int


class KeyRow(NamedTuple):
    """A key, the account, movement and hold that it names, and the key of its first name where that is another."""

    programme_id: int
    key: bytes
    first_key: bytes
    account_id: int
    amount: int | None
    phase: str
    occurred_at: int | None
    movement_id: int | None
    refusal: str
    moved: int
    balance: int
    held: int
    available: int
    expires_at: int | None
    currency: str
    original: str
    seal: int | None
    account_programme_id: int
    account_kind: str | None
    account_number: str
    account_currency: str
    account_floor: int
    id: int | None
    movement_programme_id: int
    movement_account_id: int
    kind: str
    movement_phase: str
    movement_moved: int
    balance_after: int
    held_after: int
    available_after: int
    device: str
    transaction_id: str
    reference_id: str
    movement_occurred_at: int | None
    original_id: int | None
    reason: str
    hold_id: int | None
    hold_amount: int
    hold_expires_at: int
    first_found: bytes | None
    first_movement_id: int | None
    first_refusal: str


class HoldRow(NamedTuple):
    """A hold, the movement that placed it, and the one that it names as its end."""

    movement_id: int
    account_id: int
    state: str
    resolved_by: int | None
    placed_id: int | None
    placed_account_id: int
    placed_kind: str
    ended_id: int | None
    ended_account_id: int
    ended_kind: str
    ended_original_id: int | None


class RemainderRow(NamedTuple):
    """A movement that was reversed or has a remainder: what is left by its row, what it moved, what was taken back."""

    movement_id: int
    left_amount: int | None
    id: int | None
    moved: int
    taken_back: int


class EventRow(NamedTuple):
    """An event of a movement in the outbox, and the movement."""

    id: int
    movement_id: int
    programme_id: int
    type: str
    body: str
    found_id: int | None
    movement_programme_id: int
    account_id: int
    kind: str
    moved: int
    balance_after: int
    held_after: int
    version: int
    customer_id: int | None
    owner_id: int | None


class SealedRow(NamedTuple):
    """A row that carries a seal: its table, what names it there, the seal, and the columns and values it covers."""

    table: str
    name: str
    seal: int
    values: tuple[tuple[str, object], ...]


Row = tuple[Any, ...]

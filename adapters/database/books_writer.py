"""Writing what a batch of decisions changed: the only writer of the ledger's tables."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from adapters.database.bulk_copy import TableRows
from adapters.database.hot_transaction import HotTransaction
from adapters.database.row_seals import seal_of
from domain.accounts.account import Account
from domain.accounts.books import Books, Changes
from domain.accounts.ledger_records import Entry, Hold, KeyRecord, Movement, OutboxEvent
from domain.accounts.posting import Posting
from domain.clock import to_microseconds

_COLUMNS = {
    "movement": (
        "id, programme_id, account_id, kind, phase, moved, balance_after, held_after, available_after, device, "
        "transaction_id, reference_id, received_at, occurred_at, original_id, credential_id, site, operator, reason"
    ),
    "entry": "account_id, sequence, movement_id, amount, balance_after, previous_hash, hash",
    "idempotency_key": (
        "programme_id, key, first_key, account_id, amount, currency, phase, original, occurred_at, movement_id, "
        "refusal, moved, balance, held, available, expires_at, seal"
    ),
    "hold": "movement_id, account_id, amount, expires_at, state",
    "remainder": "movement_id, left_amount",
    "outbox": "programme_id, customer_id, movement_id, type, version, body, created_at",
}
FIGURES = (
    *("balance", "open_holds", "holds_placed", "sequence", "head_hash"),
    *("points_expire_from", "points_announce_from"),
)
"""The columns of an account that its movements change, as `figures_of` gives them."""


def _insert(table: str) -> str:
    columns = _COLUMNS[table]
    marks = ", ".join("?" * len(columns.split(",")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - fixed names, written above


_MOVEMENT, _ENTRY, _KEY, _HOLD, _OUTBOX = map(_insert, ("movement", "entry", "idempotency_key", "hold", "outbox"))
_RESOLVE = "UPDATE hold SET state = ?, resolved_by = ? WHERE movement_id = ?"
_REMAINDER = _insert("remainder") + " ON CONFLICT (movement_id) DO UPDATE SET left_amount = excluded.left_amount"
_ACCOUNT = f"UPDATE account SET {', '.join(f'{name} = ?' for name in FIGURES)} WHERE id = ?"  # noqa: S608 - as above
_write_body = json.JSONEncoder(separators=(",", ":")).encode


def write_books(hot: HotTransaction, changes: Changes, now: datetime) -> None:
    """Write every row through the transaction that loaded the books.

    Raises the driver's unique violation, here or at the commit, where another transaction took a key first.
    """
    hot.execute_many(_MOVEMENT, [_movement(row) for row in changes.movements])
    hot.execute_many(_ENTRY, [_entry(row) for row in changes.entries])
    hot.execute_many(_HOLD, [_hold(row) for row in changes.holds_placed])
    hot.execute_many(_RESOLVE, [(hold.state.value, by, hold.movement_id) for hold, by in changes.holds_resolved])
    hot.execute_many(_REMAINDER, list(changes.remainders.items()))
    hot.execute_many(_ACCOUNT, [(*figures_of(row), row.id) for row in changes.accounts.values()])
    hot.execute_many(_KEY, [_key(row) for row in changes.keys])
    hot.execute_many(_OUTBOX, [_event(row, now) for row in changes.events])


def write_postings(hot: HotTransaction, books: Books, postings: Sequence[Posting], now: datetime) -> dict[bytes, int]:
    """Enter these postings into the books and write them; their movements, by the postings' keys."""
    movements = {posting.key: books.post(posting).id for posting in postings}
    write_books(hot, books.changes, now)
    return movements


def first_rows(changes: Changes) -> Iterator[TableRows]:
    """The rows, by table, of changes that nothing in the database precedes.

    Every movement has the one event that it left, which was made when the movement came. No hold is among them.
    """
    events = zip(changes.events, changes.movements, strict=True)
    rows = {
        "movement": [_movement(row) for row in changes.movements],
        "entry": [_entry(row) for row in changes.entries],
        "remainder": list(changes.remainders.items()),
        "idempotency_key": [_key(row) for row in changes.keys],
        "outbox": [_event(row, movement.received_at) for row, movement in events],
    }
    for table, table_rows in rows.items():
        yield TableRows(table, _COLUMNS[table].split(", "), table_rows)


def _moment(moment: datetime | None) -> int | None:
    return None if moment is None else to_microseconds(moment)


def _movement(row: Movement) -> tuple[Any, ...]:
    return (
        row.id,
        row.programme_id,
        row.account_id,
        row.kind.value,
        row.phase.value,
        row.moved,
        row.balance_after,
        row.held_after,
        row.available_after,
        row.device,
        row.transaction_id,
        row.reference_id,
        _moment(row.received_at),
        _moment(row.occurred_at),
        row.original_id,
        row.credential_id,
        row.site,
        row.operator,
        row.reason,
    )


def _entry(row: Entry) -> tuple[Any, ...]:
    return (row.account_id, row.sequence, row.movement_id, row.amount, row.balance_after, row.previous_hash, row.hash)


def figures_of(row: Account) -> tuple[Any, ...]:
    """The values of `FIGURES` of this account."""
    moments = (_moment(row.points_expire_from), _moment(row.points_announce_from))
    return (row.balance, row.open_holds, row.holds_placed, row.sequence, row.head_hash, *moments)


def _hold(row: Hold) -> tuple[Any, ...]:
    # A hold placed and resolved in one batch is inserted as open; the statement that resolves it comes after.
    return (row.movement_id, row.account_id, row.amount, _moment(row.expires_at), "open")


def _key(row: KeyRecord) -> tuple[Any, ...]:
    values = (
        row.programme_id,
        row.key,
        row.first_key,
        row.account_id,
        row.amount,
        row.currency,
        row.phase.value,
        row.original,
        _moment(row.occurred_at),
        row.movement_id,
        row.refusal,
        row.moved,
        row.balance,
        row.held,
        row.available,
        _moment(row.expires_at),
    )
    return (*values, None if row.is_told_by_movement else seal_of("idempotency_key", values))


def _event(row: OutboxEvent, now: datetime) -> tuple[Any, ...]:
    body = _write_body(row.body)
    return (row.programme_id, row.customer_id, row.movement_id, row.type, row.version, body, to_microseconds(now))

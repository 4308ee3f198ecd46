"""The hash chain of an account: each entry's hash covers the one before, the entry and its movement.

The bytes are fixed from the first entry ever written: SHA-256 over the previous hash (32 bytes, zeros before the
first), the entry's integers as big-endian 64 bits (account, sequence, movement, amount, balance after), and the
movement's facts as text, each part with its length in front.
"""

import struct
from collections.abc import Iterable
from hashlib import sha256

from domain.accounts.ledger_records import Movement
from domain.clock import to_microseconds

GENESIS = bytes(32)
"""The hash before an account's first entry."""

_NUMBERS = struct.Struct(">qqqqq")


def hash_entry(previous: bytes, sequence: int, movement: Movement) -> bytes:
    """The hash of the entry that this movement writes at this place of its account's chain."""
    numbers = (movement.account_id, sequence, movement.id, movement.moved, movement.balance_after)
    return hash_values(previous, numbers, _facts(movement))


def hash_values(previous: bytes, numbers: tuple[int, int, int, int, int], facts: Iterable[str]) -> bytes:
    """The same from plain values: the entry's integers, and the movement's facts as text, in the order above.

    Raises `struct.error` for what is no integer of 64 bits. Text that is no Unicode is hashed by the bytes it came from.
    """
    text = "".join([f"{len(part)}:{part}" for part in facts]).encode(errors="surrogateescape")
    return sha256((previous or GENESIS) + _NUMBERS.pack(*numbers) + text).digest()


def _facts(movement: Movement) -> tuple[str, ...]:
    occurred = "" if movement.occurred_at is None else str(to_microseconds(movement.occurred_at))
    return (
        str(movement.programme_id),
        movement.kind.value,
        movement.phase.value,
        str(movement.held_after),
        str(movement.available_after),
        movement.device,
        movement.transaction_id,
        movement.reference_id,
        str(to_microseconds(movement.received_at)),
        occurred,
        str(movement.original_id or ""),
        str(movement.credential_id or ""),
        movement.site,
        movement.operator,
        movement.reason,
    )

"""The bytes of the hash chain are a promise: they may never change, and they cover everything."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.accounts.entry_hash import GENESIS, hash_entry
from domain.accounts.ledger_records import Movement
from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_command import Phase

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
MOVEMENT = Movement(
    id=7,
    programme_id=1,
    account_id=3,
    kind=MovementKind.EARN,
    phase=Phase.FINAL,
    moved=880_000,
    balance_after=1_880_000,
    held_after=10_000,
    available_after=1_870_000,
    device="pos1@0001.enactor",
    transaction_id="978789",
    reference_id="34546344543",
    received_at=MOMENT,
    occurred_at=MOMENT,
    original_id=None,
    credential_id=2,
    site="0001",
    operator="1",
    reason="",
)


def test_the_bytes_of_the_chain_never_change() -> None:
    first = hash_entry(GENESIS, 1, MOVEMENT)
    assert first.hex() == "d5a7815fea6119a104cbed12eacc4a9b5ec626b62b63c907a2949ef169f483c0"
    assert hash_entry(first, 2, MOVEMENT).hex() == "94f301349057a3309a6de4b3cbca33c3f3cc8b57e28c003497bf629a518f2e2f"
    assert hash_entry(b"", 1, MOVEMENT) == first, "an account without entries starts from the genesis"


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Movement)])
def test_every_fact_of_a_movement_is_covered(field: str) -> None:
    before: Any = getattr(MOVEMENT, field)
    changed: Any
    if isinstance(before, datetime):
        changed = before.replace(microsecond=1)
    elif isinstance(before, MovementKind):
        changed = MovementKind.ADJUST
    elif isinstance(before, Phase):
        changed = Phase.HOLD
    else:
        changed = before + "x" if isinstance(before, str) else (before or 0) + 1
    other = dataclasses.replace(MOVEMENT, **{field: changed})
    assert hash_entry(GENESIS, 1, other) != hash_entry(GENESIS, 1, MOVEMENT)


def test_facts_can_not_slide_from_one_field_into_the_next() -> None:
    left = dataclasses.replace(MOVEMENT, device="ab", transaction_id="c")
    right = dataclasses.replace(MOVEMENT, device="a", transaction_id="bc")
    assert hash_entry(GENESIS, 1, left) != hash_entry(GENESIS, 1, right)

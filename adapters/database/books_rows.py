"""Rows of the ledger as the loader's statements give them, turned into the domain's records."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.accounts.account import Account, AccountStatus, AccountType, Unit
from domain.accounts.ledger_records import Hold, HoldState, KeyRecord, Movement, RelatedMovement
from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_command import Phase
from domain.clock import from_microseconds

_TYPES = {kind.value: kind for kind in AccountType}
_PHASES = {phase.value: phase for phase in Phase}


def account_from(row: Sequence[Any]) -> Account:
    """The account of a row of the account statement; what is held is filled in afterwards."""
    return Account(
        id=row[0],
        programme_id=row[1],
        type=_TYPES[row[2]],
        number=row[3],
        customer_id=row[4],
        customer_number=row[5],
        currency=row[6],
        unit=Unit(row[7]),
        precision=row[8],
        status=AccountStatus(row[9]),
        floor=row[10],
        credit_limit=row[11],
        balance=row[12],
        open_holds=row[13],
        holds_placed=row[14],
        sequence=row[15],
        head_hash=bytes(row[16] or b""),
        points_expire_from=_first(row[17]),
        points_announce_from=_first(row[18]),
        waits_until=_first(row[19], row[20]),
        merged_into_id=row[21],
        merged_accounts=row[22] or 0,
    )


def _first(*moments: int | None) -> datetime | None:
    return min((from_microseconds(each) for each in moments if each is not None), default=None)


def key_record_from(row: Sequence[Any]) -> KeyRecord:
    """The key record of a row of the key statement."""
    return KeyRecord(
        programme_id=row[0],
        key=bytes(row[1]),
        first_key=bytes(row[2]),
        account_id=row[3],
        amount=row[4],
        currency=row[5],
        phase=_PHASES[row[6]],
        original=row[7],
        occurred_at=None if row[8] is None else from_microseconds(row[8]),
        movement_id=row[9],
        refusal=row[10],
        moved=row[11],
        balance=row[12],
        held=row[13],
        available=row[14],
        expires_at=None if row[15] is None else from_microseconds(row[15]),
    )


def related_from(row: Sequence[Any]) -> RelatedMovement:
    """The movement of a row of the related statement, with its hold and what is left to reverse."""
    movement = movement_from(row)
    hold = None
    if row[19] is not None:
        hold = Hold(movement.id, movement.account_id, row[19], from_microseconds(row[20]), HoldState(row[21]))
    return RelatedMovement(movement, hold, row[22])


def movement_from(row: Sequence[Any]) -> Movement:
    """The movement of a row whose first 19 columns are the movement table's."""
    return Movement(
        id=row[0],
        programme_id=row[1],
        account_id=row[2],
        kind=MovementKind(row[3]),
        phase=_PHASES[row[4]],
        moved=row[5],
        balance_after=row[6],
        held_after=row[7],
        available_after=row[8],
        device=row[9],
        transaction_id=row[10],
        reference_id=row[11],
        received_at=from_microseconds(row[12]),
        occurred_at=None if row[13] is None else from_microseconds(row[13]),
        original_id=row[14],
        credential_id=row[15],
        site=row[16],
        operator=row[17],
        reason=row[18],
    )

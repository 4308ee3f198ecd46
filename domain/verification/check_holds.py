"""Holds and remainders, the rows that may change, against the movements that cannot."""

from collections.abc import Iterable, Iterator

from domain.accounts.ledger_records import HoldState
from domain.accounts.prepared_update import MovementKind
from domain.verification.finding import Finding
from domain.verification.rows import HoldRow, RemainderRow

_ENDS = {
    HoldState.COMPLETED.value: (MovementKind.REDEEM.value, MovementKind.EARN.value),
    HoldState.CANCELLED.value: (MovementKind.RELEASE.value,),
    HoldState.LAPSED.value: (MovementKind.RELEASE.value,),
}


def check_holds(rows: Iterable[HoldRow]) -> Iterator[Finding]:
    """What is wrong with the holds; that each has the right amount and expiry is seen with its key."""
    for row in rows:
        for sentence in _wrong(row):
            yield Finding("hold", str(row.movement_id), sentence)


def check_remainders(rows: Iterable[RemainderRow]) -> Iterator[Finding]:
    """What is wrong with what is left to reverse."""
    for row in rows:
        name = str(row.movement_id)
        if row.id is None:
            yield Finding("remainder", name, "its movement is missing")
            continue
        left = row.moved + row.taken_back
        if row.left_amount is None:
            yield Finding("remainder", name, f"it is missing, though {row.taken_back} of the movement was taken back")
        elif row.left_amount != left:
            yield Finding("remainder", name, f"it says {row.left_amount}, by the reversals {left} is left")
        if left * row.moved < 0 or abs(left) > abs(row.moved):
            yield Finding("movement", name, f"it moved {row.moved}, and {row.taken_back} of it was taken back")


def _wrong(row: HoldRow) -> Iterator[str]:
    if row.placed_id is None:
        yield "the movement that placed it is missing"
    elif (row.placed_kind, row.placed_account_id) != (MovementKind.HOLD.value, row.account_id):
        yield f"the movement that placed it is of kind {row.placed_kind}, on account {row.placed_account_id}"
    if row.state == HoldState.OPEN.value:
        if row.resolved_by is not None:
            yield f"it is open, though movement {row.resolved_by} resolved it"
        return
    if row.ended_id is None:
        yield f"it is {row.state}, and the movement {row.resolved_by} that did it is missing"
    elif (row.ended_original_id, row.ended_account_id) != (row.movement_id, row.account_id):
        yield f"it is {row.state} by movement {row.resolved_by}, which is about another"
    elif row.ended_kind not in _ENDS.get(row.state, ()):
        yield f"it is {row.state} by movement {row.resolved_by} of kind {row.ended_kind}"

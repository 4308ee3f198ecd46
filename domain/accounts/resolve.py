"""Finishing what was begun: completing and cancelling holds, reversing final movements.

Which movement is meant: those of the document that the update names as its original, else of its own transaction
id; of those, the ones whose direction fits the amount and, where several remain, whose reference id is the update's,
or else those on the account that the update names, of those that were merged.
"""

from collections.abc import Iterable, Sequence

from domain import refusals
from domain.accounts.decision import Applied, State
from domain.accounts.ledger_records import HoldState, RelatedMovement
from domain.accounts.prepared_update import MovementKind, PreparedUpdate
from domain.accounts.update_command import Phase

_REVERSIBLE = {MovementKind.EARN, MovementKind.REDEEM, MovementKind.ADJUST, MovementKind.OPENING}


def let_go(state: State, update: PreparedUpdate, amount: int | None) -> Applied | None:
    """A cancellation: releases the hold, or takes all that is left of a final movement back; None in other phases."""
    if update.phase is not Phase.CANCEL:
        return None
    if update.lapses_hold_id is not None:
        return _lapse(state, update)
    holds = _holds(state, update, amount)
    if holds:
        return Applied(
            MovementKind.RELEASE, amount, resolves=_open_one(holds, state, update), resolved_as=HoldState.CANCELLED
        )
    return _reverse(state, update, _the_one(_finals(state, update), state), amount, take=None)


def finish(state: State, update: PreparedUpdate, amount: int | None) -> Applied | None:
    """A completion of a hold or a reversal of the named original; None where the update begins something new."""
    if update.phase is not Phase.FINAL:
        return None
    holds = _holds(state, update, amount)
    finals = _finals(state, update) if update.original else []
    takes_back = any(amount is None or amount * found.movement.moved < 0 for found in finals)
    if holds and (any(_is_open(found, update) for found in holds) or not takes_back):
        return _complete(_open_one(holds, state, update), amount)
    if update.original is None:
        return None
    if amount is not None and len(finals) > 1:
        finals = [found for found in finals if amount * found.movement.moved < 0]
    return _reverse(state, update, _the_one(finals, state), amount, take=amount)


def _holds(state: State, update: PreparedUpdate, amount: int | None) -> list[RelatedMovement]:
    """The holds that the update may mean, open or not."""
    fitting = [found for found in state.related if found.hold and (amount is None or amount * found.hold.amount >= 0)]
    if update.original is None:
        return [found for found in fitting if _same_reference(found, update)]
    return _narrowed(fitting, update)


def _finals(state: State, update: PreparedUpdate) -> list[RelatedMovement]:
    return _narrowed([found for found in state.related if found.movement.kind in _REVERSIBLE], update)


def _same_reference(found: RelatedMovement, update: PreparedUpdate) -> bool:
    reference = found.movement.reference_id
    return not reference or not update.reference_id or reference == update.reference_id


def _narrowed(found: Sequence[RelatedMovement], update: PreparedUpdate) -> list[RelatedMovement]:
    exact = [one for one in found if update.reference_id and one.movement.reference_id == update.reference_id]
    return exact if len(found) > 1 and exact else list(found)


def _is_open(found: RelatedMovement, update: PreparedUpdate) -> bool:
    hold = found.hold
    return hold is not None and hold.state is HoldState.OPEN and hold.expires_at > update.received_at


def _the_one(found: Sequence[RelatedMovement], state: State) -> RelatedMovement:
    if not found:
        raise refusals.OriginalNotFound
    if len(found) > 1 and state.family:
        found = [one for one in found if one.movement.account_id == state.named_id] or found
    if len(found) > 1:
        raise refusals.OriginalAmbiguous
    return found[0]


def _open_one(holds: Iterable[RelatedMovement], state: State, update: PreparedUpdate) -> RelatedMovement:
    """The one open hold among these; raises the refusal that says why there is none."""
    holds = list(holds)
    still_open = [found for found in holds if _is_open(found, update)]
    if still_open:
        return _the_one(still_open, state)
    if any(found.hold and found.hold.state in (HoldState.OPEN, HoldState.LAPSED) for found in holds):
        raise refusals.HoldExpired
    raise refusals.HoldAlreadyResolved


def _complete(found: RelatedMovement, amount: int | None) -> Applied:
    held = found.hold.amount if found.hold else 0
    moved = held if amount is None else amount
    if abs(moved) > abs(held):
        raise refusals.AmountExceedsHold
    kind = MovementKind.REDEEM if held < 0 else MovementKind.EARN
    return Applied(kind, amount, moved=moved, resolves=found, resolved_as=HoldState.COMPLETED)


def _lapse(state: State, update: PreparedUpdate) -> Applied:
    found = next((one for one in state.related if one.movement.id == update.lapses_hold_id and one.hold), None)
    if not found or not found.hold or found.hold.state is not HoldState.OPEN or _is_open(found, update):
        raise refusals.HoldAlreadyResolved
    return Applied(MovementKind.RELEASE, None, resolves=found, resolved_as=HoldState.LAPSED)


def _reverse(
    state: State, update: PreparedUpdate, original: RelatedMovement, amount: int | None, *, take: int | None
) -> Applied:
    """Take back `take` of the original, or all that is left of it where that is None."""
    left = original.left_to_reverse
    moved = -left if take is None else take
    if moved * original.movement.moved > 0:
        raise refusals.ReversalSignInvalid
    if not left or abs(moved) > abs(left):
        raise refusals.AmountExceedsOriginal
    account = state.account
    if moved < 0 and account.available + moved < account.floor and not update.rules.reversal_may_pass_floor:
        raise refusals.InsufficientFunds
    return Applied(MovementKind.REVERSAL, amount, moved=moved, reverses=original)

"""Deciding an update: pure, over what was loaded. The one place that says what may move.

`decide` first recognises what was seen before, then looks at the account, then at the phase: PENDING places a hold,
CANCELLED lets one go (or takes a final movement back whole), COMPLETED finishes a hold, reverses the original that
it names, or moves the balance in one step.
"""

from datetime import datetime

from domain import refusals
from domain.accounts.account import Account, AccountStatus
from domain.accounts.decision import Applied, Decision, Refused, State
from domain.accounts.overspend import spendable_part
from domain.accounts.prepared_update import MovementKind, PreparedUpdate
from domain.accounts.recognise import recognise
from domain.accounts.resolve import finish, let_go
from domain.accounts.update_command import Phase
from domain.amounts import SCALED_LIMIT
from domain.errors import InvalidInput


def decide(state: State, update: PreparedUpdate) -> Decision:
    """What becomes of this update.

    Raises `KeyReuse` and `InvalidInput`, which record nothing; every other answer is a `Decision` to be written.
    """
    amount = None if update.amount is None else state.form.from_wire(update.amount)
    known = recognise(state, update, amount)
    if known:
        return known
    try:
        if state.account.status is AccountStatus.CLOSED and update.lapses_hold_id is None:
            raise refusals.AccountClosed
        if update.currency and update.currency != state.account.currency:
            raise refusals.UnitMismatch
        decision = _decide_phase(state, update, amount)
        if abs(state.account.balance + decision.moved) > SCALED_LIMIT:
            raise refusals.BalanceLimitExceeded
    except refusals.RecordedRefusal as error:
        return Refused(error, amount)
    return decision


def _decide_phase(state: State, update: PreparedUpdate, amount: int | None) -> Applied:
    from_before = let_go(state, update, amount) or finish(state, update, amount)
    if from_before:
        return from_before
    if state.account.status is AccountStatus.BLOCKED:
        raise refusals.AccountBlocked
    if amount is None:
        raise InvalidInput(
            "updateAmount is missing; only an update that names an original may leave it out.", field="updateAmount"
        )
    if update.phase is Phase.HOLD:
        return _place_hold(state.account, update, amount)
    return _one_step(state.account, update, amount)


def _place_hold(account: Account, update: PreparedUpdate, amount: int) -> Applied:
    until: datetime = update.expires_at or update.received_at + update.rules.hold_lifetime
    if until <= update.received_at:
        raise refusals.HoldExpired
    if amount < 0 and account.available + amount < account.floor:
        raise refusals.InsufficientFunds
    return Applied(MovementKind.HOLD, amount, hold_amount=amount, places_hold_until=until)


def _one_step(account: Account, update: PreparedUpdate, amount: int) -> Applied:
    if update.kind is MovementKind.REINSTATEMENT:
        if amount > account.reinstatable:
            raise refusals.AmountExceedsExpired
        return Applied(update.kind, amount, moved=amount, points_last_until=update.expires_at)
    moved = spendable_part(account, amount, update.rules, update.occurred_at, update.received_at)
    kind = update.kind or (MovementKind.REDEEM if amount < 0 else MovementKind.EARN)
    return Applied(kind, amount, moved=moved)

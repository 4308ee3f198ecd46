"""The event that a movement leaves in the outbox: ids and figures only, no personal data."""

from domain.accounts.account import Account
from domain.accounts.ledger_records import Movement, OutboxEvent
from domain.accounts.prepared_update import MovementKind

VERSION = 1
_TYPES = {
    MovementKind.HOLD: "HoldPlaced",
    MovementKind.RELEASE: "HoldReleased",
    MovementKind.REVERSAL: "MovementReversed",
    MovementKind.EXPIRY: "PointsExpired",
    MovementKind.REINSTATEMENT: "PointsReinstated",
    MovementKind.MERGE: "AccountMerged",
}


def event_type(kind: MovementKind) -> str:
    """The type of the event that a movement of this kind leaves, past tense."""
    return _TYPES.get(kind, "BalanceMoved")


def event_of(movement: Movement, account: Account) -> OutboxEvent:
    """The event of this movement; its type is past tense, its figures are scaled integers."""
    return OutboxEvent(
        type=event_type(movement.kind),
        version=VERSION,
        programme_id=movement.programme_id,
        customer_id=account.customer_id,
        movement_id=movement.id,
        body={
            "movement": movement.id,
            "account": account.id,
            "sequence": account.sequence,
            "kind": movement.kind.value,
            "moved": movement.moved,
            "balance": movement.balance_after,
            "held": movement.held_after,
        },
    )

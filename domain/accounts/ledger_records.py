"""The rows of the ledger as the domain knows them. All amounts are scaled integers, all times aware and in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_command import Phase


class HoldState(Enum):
    """Open until completed or cancelled, once; an open hold past its expiry counts for nothing."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


@dataclass(slots=True)
class Hold:
    """What a hold reserves (amount below zero) or promises (above); only its state ever changes."""

    movement_id: int
    account_id: int
    amount: int
    expires_at: datetime
    state: HoldState = HoldState.OPEN

    def reserves(self, now: datetime) -> int:
        """How much it takes from available now: never below zero."""
        return -self.amount if self.state is HoldState.OPEN and self.amount < 0 and self.expires_at > now else 0


@dataclass(frozen=True, slots=True)
class Movement:
    """One business fact on one account, never changed. `moved` is what entered the balance."""

    id: int
    programme_id: int
    account_id: int
    kind: MovementKind
    phase: Phase
    moved: int
    balance_after: int
    held_after: int
    available_after: int
    device: str
    transaction_id: str
    reference_id: str
    received_at: datetime
    occurred_at: datetime | None = None
    original_id: int | None = None
    credential_id: int | None = None
    site: str = ""
    operator: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A signed amount on one account, at its place in the account's hash chain."""

    account_id: int
    sequence: int
    movement_id: int
    amount: int
    balance_after: int
    previous_hash: bytes
    hash: bytes


@dataclass(slots=True)
class RelatedMovement:
    """A movement that an update may complete, cancel or reverse, with what is left of it."""

    movement: Movement
    hold: Hold | None = None
    left: int | None = None
    """What is left to reverse, or None while nothing was reversed."""

    @property
    def left_to_reverse(self) -> int:
        """The part of the movement that was not reversed yet, with the movement's own sign."""
        return self.movement.moved if self.left is None else self.left


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What a key stands for: a movement, or a refusal that stays; with the first answer's figures.

    `first_key` is the name under which it was recorded first: equal for all names of one answer. `amount` (None: not sent), `currency`, `phase`, `original` and the account are the fingerprint.
    """

    programme_id: int
    key: bytes
    first_key: bytes
    account_id: int
    amount: int | None
    currency: str
    phase: Phase
    original: str
    occurred_at: datetime | None
    movement_id: int | None
    refusal: str
    moved: int
    balance: int
    held: int
    available: int
    expires_at: datetime | None = None

    @property
    def is_told_by_movement(self) -> bool:
        """Whether every value follows from the movement and its hold, so that a wrong one can be seen."""
        if self.movement_id is None or self.key != self.first_key or self.original or self.phase is Phase.CANCEL:
            return False
        return self.phase is Phase.HOLD or (self.amount == self.moved and self.expires_at is None)


class MergedAccount(NamedTuple):
    """An account that was merged into another: its updates are that one's, and so are the keys that its number made."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class OutboxEvent:
    """An event that leaves with the transaction: type, schema version, ids and figures, no personal data."""

    type: str
    version: int
    programme_id: int
    customer_id: int | None
    movement_id: int
    body: dict[str, object]

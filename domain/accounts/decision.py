"""What was loaded for an update, and what was decided: the input and output of `decide`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.accounts.account import Account, AmountForm
from domain.accounts.ledger_records import HoldState, KeyRecord, RelatedMovement
from domain.accounts.prepared_update import MovementKind
from domain.refusals import RecordedRefusal


@dataclass(frozen=True, slots=True)
class State:
    """All that deciding one update looks at; `related` are the account's movements of the update's document.

    `family` are the ids of the accounts that were merged into this one: what they knew and moved is its own. `named_id`
    is the one of all these that the update names.
    """

    account: Account
    natural_key: bytes | None
    natural: KeyRecord | None
    explicit: KeyRecord | None
    related: Sequence[RelatedMovement]
    form: AmountForm
    named_id: int
    family: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """The first answer again; `also_name` says that the key sent now becomes a second name of it."""

    first: KeyRecord
    also_name: bytes | None
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that is recorded with the keys."""

    error: RecordedRefusal
    amount: int | None


@dataclass(frozen=True, slots=True)
class Applied:
    """A movement to write.

    `moved` enters the balance. `places_hold_until` makes it a hold of `hold_amount`. `resolves` is the hold that it
    finishes, with `resolved_as`. `reverses` is the movement of which it takes back `-moved`. `points_last_until` is the
    new expiry of points that are given back; None where they last.
    """

    kind: MovementKind
    amount: int | None
    moved: int = 0
    hold_amount: int = 0
    places_hold_until: datetime | None = None
    resolves: RelatedMovement | None = None
    resolved_as: HoldState = HoldState.COMPLETED
    reverses: RelatedMovement | None = None
    points_last_until: datetime | None = None


Decision = Replay | Refused | Applied

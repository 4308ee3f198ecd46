"""Use case: release the holds whose expiry has passed.

Nothing waits for it: a hold counts for nothing from its expiry on. It writes the release into the books, so that the
history says when and why, and the rows of open holds stay few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accounts.account import AccountType
from domain.accounts.prepared_update import MovementKind, Original, PreparedUpdate
from domain.accounts.update_command import Phase
from domain.clock import Clock
from domain.identity.origin import Origin
from domain.programmes.programme import ProgrammeRules

LAPSE = "lapse"
"""The reason of a release that nobody asked for."""


@dataclass(frozen=True, slots=True)
class ExpiredHold:
    """An open hold whose expiry has passed, with the account and document that it belongs to."""

    movement_id: int
    programme_id: int
    account_type: AccountType
    account_number: str
    device: str
    transaction_id: str


Release = Callable[[ExpiredHold], PreparedUpdate]
"""The update that releases a hold."""


class ExpiredHolds(Protocol):
    """Where expired holds are found."""

    def lapse(self, now: datetime, limit: int, release: Release) -> int:
        """Release up to `limit` open holds that expired at `now` or before, the oldest first; returns how many were found.

        Several workers at once release each hold once. Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class LapseHolds:
    """Releases expired holds."""

    expired: ExpiredHolds
    clock: Clock

    def __call__(self, limit: int = 100) -> int:
        """Release up to `limit` holds; returns how many were found. Raises `StoreUnavailable`."""
        now = self.clock.now()
        return self.expired.lapse(now, limit, lambda hold: release_of(hold, now))


def release_of(hold: ExpiredHold, now: datetime) -> PreparedUpdate:
    """The update that releases this hold, once."""
    return PreparedUpdate(
        programme_id=hold.programme_id,
        rules=ProgrammeRules(),
        account_type=hold.account_type,
        account_number=hold.account_number,
        card_number="",
        amount=None,
        phase=Phase.CANCEL,
        currency="",
        origin=Origin(device=hold.device),
        transaction_id=hold.transaction_id,
        reference_id="",
        original=Original(hold.device, hold.transaction_id),
        occurred_at=None,
        expires_at=None,
        received_at=now,
        explicit_key=None,
        kind=MovementKind.RELEASE,
        reason=LAPSE,
        lapses_hold_id=hold.movement_id,
    )

"""The command that moves a balance, as a face hands it over, and the reply it gets."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from domain.accounts.figures import Figures
from domain.accounts.outcome import Outcome, outcome_of
from domain.identity.origin import NOWHERE, Origin
from domain.refusals import Refusal


class Phase(Enum):
    """What the till's `status` asks for: reserve, finish, or let go."""

    HOLD = "PENDING"
    FINAL = "COMPLETED"
    CANCEL = "CANCELLED"


@dataclass(frozen=True, slots=True)
class UpdateBalance:
    """Move the balance of one account.

    The account is named by `account_type` and `account_id`, or by type and `card_number`. `amount` is signed and in
    wire form (`AmountForm`); None where the original says how much. `occurred_at` and `expires_at` may be naive:
    then they are read in the site's zone. `original_device` is the device of `original_transaction_id`, by default
    the message's own. `idempotency_key` is the till's explicit key, if it sent one.
    """

    account_type: str
    account_id: str = ""
    card_number: str = ""
    amount: Decimal | None = None
    phase: Phase = Phase.FINAL
    currency: str = ""
    transaction_id: str = ""
    reference_id: str = ""
    original_transaction_id: str = ""
    original_device: str = ""
    idempotency_key: str = ""
    occurred_at: datetime | None = None
    expires_at: datetime | None = None
    message_origin: Origin = NOWHERE
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class UpdateReply:
    """What became of an update.

    `figures` are those right after it (of the first answer, for a replay), or today's for a refusal that was
    recorded; None where no account was found. `replayed` marks a repeated answer; `duplicate_of` names the first
    movement where another key was sent for it. `moved` is the scaled amount that moved. `expires_at` is that of a hold, or
    of points that were given back.
    """

    error: Refusal | None = None
    figures: Figures | None = None
    moved: int = 0
    account_number: str = ""
    movement_id: int | None = None
    replayed: bool = False
    duplicate_of: str = ""
    expires_at: datetime | None = None

    @property
    def outcome(self) -> Outcome:
        """Success only where the update is durable; else the refusal's outcome."""
        return outcome_of(self.error)

"""A posting: what a purchase moves on one account, decided before it is entered into the books."""

from dataclasses import dataclass
from datetime import datetime

from domain.accounts.account import Account
from domain.accounts.ledger_records import KeyRecord, Movement, RelatedMovement
from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_command import Phase
from domain.identity.origin import NOWHERE, Origin


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount (scaled) for one account, and where it comes from.

    `key` is what no other posting of the programme has: should the same fact be posted again, the store refuses it.
    `reference` names the purchase, for people who read the books. The movement carries no transaction id: a till's
    own reversal must not find it, for a purchase is taken back by a return. `reverses` is the movement of which this
    takes a part back; what is left of it then is less by that. `original_id` is a movement that gave what this takes.
    """

    account_id: int
    kind: MovementKind
    amount: int
    key: bytes
    received_at: datetime
    occurred_at: datetime | None = None
    reference: str = ""
    reason: str = ""
    origin: Origin = NOWHERE
    credential_id: int | None = None
    reverses: RelatedMovement | None = None
    original_id: int | None = None

    def movement(self, movement_id: int, account: Account) -> Movement:
        """The movement of this posting, for an account whose balance has it already."""
        return Movement(
            id=movement_id,
            programme_id=account.programme_id,
            account_id=account.id,
            kind=self.kind,
            phase=Phase.FINAL,
            moved=self.amount,
            balance_after=account.balance,
            held_after=account.held,
            available_after=account.available,
            device=self.origin.device,
            transaction_id="",
            reference_id=self.reference,
            received_at=self.received_at,
            occurred_at=self.occurred_at,
            original_id=self.reverses.movement.id if self.reverses else self.original_id,
            credential_id=self.credential_id,
            site=self.origin.site,
            operator=self.origin.operator,
            reason=self.reason,
        )

    def key_record(self, programme_id: int, currency: str, movement: Movement) -> KeyRecord:
        """What the posting's key stands for."""
        return KeyRecord(
            programme_id=programme_id,
            key=self.key,
            first_key=self.key,
            account_id=self.account_id,
            amount=self.amount,
            currency=currency,
            phase=Phase.FINAL,
            original="",
            occurred_at=self.occurred_at,
            movement_id=movement.id,
            refusal="",
            moved=movement.moved,
            balance=movement.balance_after,
            held=movement.held_after,
            available=movement.available_after,
        )

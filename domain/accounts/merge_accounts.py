"""Use case: merge an account into another of its type, for a person who has two."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accounts.account import SUB_BALANCES, AccountType, AmountForm
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.text import clean_identifier, clean_text


@dataclass(frozen=True, slots=True)
class MergeOrder:
    """What somebody asks for: the account of this number into that one, of the same programme and type, and why."""

    programme: Programme
    type: AccountType
    number: str
    into: str
    reason: str
    operator: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class MergeReceipt:
    """What a merge has moved (scaled), and the balance that the account `into` had right after it."""

    number: str
    into: str
    moved: int
    balance: int
    form: AmountForm
    movement_id: int
    replayed: bool = False


class AccountMerges(Protocol):
    """Where accounts are merged."""

    def merge(self, order: MergeOrder) -> MergeReceipt:
        """Move all that the one has to the other and close it, in one transaction; it is durable when this returns.

        Done before, it is the first receipt. Raises `InvalidInput` and `BalanceLimitExceeded`; then nothing has moved.
        Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class MergeAccounts:
    """Merges an account into another, once for ever: the number and the cards of the one lead to the other from then on."""

    merges: AccountMerges
    clock: Clock

    def __call__(
        self, programme: Programme, kind: AccountType, number: str, into: str, *, reason: str, operator: str
    ) -> MergeReceipt:
        """Merge the account `number` into the account `into`; called again, it is the first receipt.

        Raises `InvalidInput` where an account is missing, closed or blocked, where they differ in what they count, where
        something is held or waits on the one that goes, and where it went elsewhere before. Raises
        `BalanceLimitExceeded` or `StoreUnavailable`.
        """
        order = MergeOrder(
            programme=programme,
            type=kind,
            number=clean_identifier(number, "number"),
            into=clean_identifier(into, "into"),
            reason=clean_text(reason, "reason"),
            operator=clean_text(operator, "operator"),
            received_at=self.clock.now(),
        )
        if not order.reason:
            raise InvalidInput("reason is empty; say why, for those who read the books later.", field="reason")
        if kind in SUB_BALANCES:
            raise InvalidInput("A sub-balance goes with its loyalty account; merge that.", field="type")
        if order.number == order.into:
            raise InvalidInput(
                "Both are the same account; name the one that goes, then the one that stays.", field="into"
            )
        return self.merges.merge(order)

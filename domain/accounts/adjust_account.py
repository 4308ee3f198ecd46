"""Use case: put a balance right by hand."""

from dataclasses import dataclass

from domain.accounts.account import AccountType
from domain.accounts.account_records import AccountRecords
from domain.accounts.movement_by_hand import MovementByHand, account_named, post_by_hand
from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_balance import Ledger
from domain.accounts.update_command import UpdateReply
from domain.clock import Clock
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class AdjustAccount:
    """Moves a balance for a reason that is written down; a correction is a new movement, never a change of an old one."""

    accounts: AccountRecords
    ledger: Ledger
    clock: Clock

    def __call__(
        self, programme: Programme, kind: AccountType, number: str, amount: str, *, reason: str, key: str, operator: str
    ) -> UpdateReply:
        """Move `amount` (signed, in decimals) once for this `key`, however often it is called.

        Raises `InvalidInput` for a missing account or reason and an amount that the account can't have, the refusal
        (`InsufficientFunds`, `AccountClosed`, ...) where the ledger refuses, `KeyReuse`, or `StoreUnavailable`.
        """
        now = self.clock.now()
        account = account_named(self.accounts, programme, kind, number, now)
        asked = MovementByHand(amount, reason, key, operator)
        return post_by_hand(self.ledger, programme, account, MovementKind.ADJUST, asked, now)

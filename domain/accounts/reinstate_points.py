"""Use case: give points back that have expired."""

from dataclasses import dataclass

from domain.accounts.account import AccountType
from domain.accounts.account_form import scaled_amount
from domain.accounts.account_records import AccountRecords
from domain.accounts.movement_by_hand import MovementByHand, account_named, post_by_hand
from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_balance import Ledger
from domain.accounts.update_command import UpdateReply
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.expiry_schedule import schedule_of
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class ReinstatePoints:
    """Gives back, for a reason that is written down, no more than has expired; the points live as if earned now."""

    accounts: AccountRecords
    ledger: Ledger
    rules: EarningRulesRecords
    clock: Clock

    def __call__(
        self, programme: Programme, number: str, amount: str, *, reason: str, key: str, operator: str
    ) -> UpdateReply:
        """Give `amount` (above zero, in decimals) back to this loyalty account, once for this `key`.

        The reply's `expires_at` is when the points end by the rule of today, None where they last; called again with
        the key, it is the first reply. Raises `InvalidInput` for a missing account or reason and an amount that the
        account can't have, `AmountExceedsExpired` or another refusal of the ledger, `KeyReuse`, or `StoreUnavailable`.
        """
        now = self.clock.now()
        account = account_named(self.accounts, programme, AccountType.LOYALTY, number, now)
        if scaled_amount(amount, "amount", account.precision) <= 0:
            raise InvalidInput("amount is not above zero; say how many points come back.", field="amount")
        expires_at = schedule_of(programme, self.rules.list(programme)).expires_at(now)
        asked = MovementByHand(amount, reason, key, operator)
        return post_by_hand(self.ledger, programme, account, MovementKind.REINSTATEMENT, asked, now, expires_at)

"""What of a sale moves that the account does not cover: the one rule for updates and for tickets paid with points."""

from datetime import datetime

from domain.accounts.account import Account
from domain.programmes.programme import LateOverspend, ProgrammeRules
from domain.refusals import InsufficientFunds


def spendable_part(
    account: Account, amount: int, rules: ProgrammeRules, occurred_at: datetime | None, received_at: datetime
) -> int:
    """How much of `amount` (scaled, below zero for a sale) moves: all of it where the account covers it.

    What is not covered moves only for a late till, and only as the programme says. Raises `InsufficientFunds`.
    """
    if amount >= 0 or account.available + amount >= account.floor:
        return amount
    is_late = occurred_at is not None and received_at - occurred_at > rules.late_after
    if is_late and rules.late_overspend is LateOverspend.ALLOW:
        return amount
    if is_late and rules.late_overspend is LateOverspend.CAP:
        return min(0, account.floor - account.available)
    raise InsufficientFunds

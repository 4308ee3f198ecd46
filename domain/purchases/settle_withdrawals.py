"""Points that pay for a ticket, and go back with what is returned of it: pure, over what was loaded under lock."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.accounts.account import Account, AccountStatus
from domain.accounts.ledger_records import RelatedMovement
from domain.accounts.overspend import spendable_part
from domain.accounts.prepared_update import MovementKind
from domain.amounts import from_scaled, to_scaled
from domain.errors import InvalidInput
from domain.purchases.ticket import Withdrawal
from domain.purchases.ticket_books import TicketOrder
from domain.refusals import InsufficientFunds
from domain.ticket_refusals import WithdrawalNotCovered, WithdrawalNotFound


@dataclass(frozen=True, slots=True)
class SettledWithdrawal:
    """Points (scaled) that paid for a ticket; `movement_id` is the till's own movement of them.

    It is None where the ticket moves them itself, by the posting with `posting_key`.
    """

    points: int
    movement_id: int | None = None
    posting_key: bytes = b""


@dataclass(frozen=True, slots=True)
class TillMovements:
    """What the till moved itself on the member's account, by transaction id; `spent` pay for other tickets already."""

    by_transaction: Mapping[str, Sequence[RelatedMovement]]
    spent: Collection[int] = ()

    def find(self, withdrawal: Withdrawal) -> RelatedMovement:
        """The one movement of these points; raises `WithdrawalNotFound`, or `InvalidInput` where it is another."""
        moved = [
            found
            for found in self.by_transaction.get(withdrawal.transaction_id, ())
            if found.movement.kind is MovementKind.REDEEM
        ]
        if not moved:
            raise WithdrawalNotFound
        free = [found for found in moved if found.movement.id not in self.spent]
        if not free:
            raise InvalidInput("The transaction of a withdrawal pays for another ticket.", field="withdrawals")
        points = to_scaled(withdrawal.points)
        fitting = [found for found in free if found.left_to_reverse == -points]
        if not fitting:
            left = from_scaled(-free[0].left_to_reverse).normalize()
            raise InvalidInput(f"The transaction of a withdrawal moved {left:f} points.", field="withdrawals")
        return fitting[0]


def covered(order: TicketOrder, account: Account, pending: int, points: int) -> int:
    """How many of the points (scaled) the account gives, beside `pending` postings; fewer only of a late till.

    Raises `WithdrawalNotCovered`.
    """
    after = replace(account, balance=account.balance + pending)
    try:
        return -spendable_part(after, -points, order.programme.rules, order.ticket.occurred_at, order.received_at)
    except InsufficientFunds:
        raise WithdrawalNotCovered from None


def parts_to_give_back(withdrawals: Sequence[RelatedMovement], points: int) -> Iterator[tuple[RelatedMovement, int]]:
    """How the points that go back divide over the movements that took them; never more than is left of each."""
    for each in withdrawals:
        part = min(points, -each.left_to_reverse)
        if part > 0:
            points -= part
            yield each, part


def why_kept(account: Account, points: int) -> str:
    """Why these points don't go back, for the receipt; empty where there are none."""
    if not points:
        return ""
    is_closed = account.status is AccountStatus.CLOSED
    reason = "the account is closed" if is_closed else "the till has given them back before"
    return f"{from_scaled(points).normalize():f} points that paid for it are not given back: {reason}."

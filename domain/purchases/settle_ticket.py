"""What a ticket moves: pure, decided over what was loaded under lock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from domain.accounts.account import Account, AccountStatus
from domain.accounts.prepared_update import MovementKind
from domain.amounts import PLACES, from_scaled, to_scaled
from domain.purchases.coming_back import coming_back
from domain.purchases.earning import Standing, earn
from domain.purchases.returns import BookedLine
from domain.purchases.settle_withdrawals import (
    SettledWithdrawal,
    TillMovements,
    covered,
    parts_to_give_back,
    why_kept,
)
from domain.purchases.settlement import ReviewOpened, Settlement
from domain.purchases.ticket_books import BookedTicket, EscrowLot, MemberAccounts, TicketOrder
from domain.purchases.velocity import EarningHistory, GivenTicket, why_review

PAID = "paid with points"
"""Why the points of a withdrawal move, as the books say."""


@dataclass(slots=True)
class TicketSettler:
    """Settles one ticket."""

    order: TicketOrder
    settlement: Settlement = field(init=False)

    def __post_init__(self) -> None:
        self.settlement = Settlement(self.order)

    @property
    def _unit(self) -> int:
        """The smallest amount of points, scaled."""
        return int(10 ** (PLACES - self.order.programme.rules.points_precision))

    def booked_lines(self) -> list[BookedLine]:
        """The lines that were sold, with what each earned and its share of the points that paid, by largest remainder."""
        basket, sold = self.order.ticket.basket, self.order.ticket.sold
        withdrawn = basket.split(self.settlement.withdrawn // self._unit) if basket else []
        earning = self.settlement.earning
        return [
            BookedLine(place + 1, line.sold.quantity, to_scaled(earning.share_of(place)), withdrawn=paid * self._unit)
            for place, (line, paid) in enumerate(zip(sold, withdrawn, strict=True))
        ]

    def withdraw(self, accounts: MemberAccounts, moved: TillMovements) -> None:
        """Take the points that pay for the ticket; those that the till has moved itself are checked and not moved again.

        Raises `WithdrawalNotCovered`, `WithdrawalNotFound` or `InvalidInput`; then the ticket is refused as a whole.
        """
        for place, each in enumerate(self.order.ticket.withdrawals):
            points = to_scaled(each.points)
            if each.transaction_id:
                settled = SettledWithdrawal(points, movement_id=moved.find(each).movement.id)
            else:
                account = accounts.spendable
                points, wanted = covered(self.order, account, self.settlement.pending(account), points), points
                if points < wanted:
                    short = from_scaled(wanted - points).normalize()
                    self.settlement.remarks.append(
                        f"{short:f} points were not withdrawn: the account does not cover them."
                    )
                key = self.settlement.post(
                    account, MovementKind.REDEEM, -points, fact=f"withdrawal {place}", reason=PAID
                )
                settled = SettledWithdrawal(points, posting_key=key)
            if points:
                self.settlement.withdrawals.append(settled)

    def sell(self, accounts: MemberAccounts, history: EarningHistory, *, is_approved: bool = False) -> None:
        """Give what the sold lines earn, into escrow where the rules let points wait.

        What passes the rules' limits gives nothing and opens a review, unless somebody has looked and approved.
        """
        order, version = self.order, self.order.rules
        basket = order.ticket.basket
        if basket is None:
            return
        if version is None:
            self.settlement.remarks.append("No points: the programme had no earning rules at the time of the purchase.")
            return
        zone = order.programme.zone_of(basket.site)
        standing = Standing(order.member.tier if order.member else "", from_scaled(history.earned_today))
        precision = order.programme.rules.points_precision
        earning = earn(version.rules, basket, standing, basket.occurred_at.astimezone(zone), precision)
        points = to_scaled(earning.points)
        if points and version.rules.velocity and not is_approved:
            why = why_review(version.rules.velocity, GivenTicket(basket.occurred_at, points), history.around)
            if why:
                self.settlement.review = ReviewOpened(why, earning.points, standing.tier)
                self.settlement.remarks.append(why)
                return
        self.settlement.earning = earning
        self.settlement.remarks.extend(earning.remarks)
        if points:
            days = version.rules.escrow_days
            # Points of a ticket that came late can be spent once it came, and not before.
            due_at = max(basket.occurred_at + timedelta(days=days), order.received_at)
            self.settlement.due_at = due_at if days else None
            pair = (
                (accounts.spendable_escrow, accounts.tier_qualifying_escrow)
                if days
                else (accounts.spendable, accounts.tier_qualifying)
            )
            for account in pair:
                self.settlement.post(account, MovementKind.EARN, points)

    def take_back(self, original: BookedTicket, accounts: MemberAccounts | None) -> None:
        """Take back what the returned lines of the original earned, and give back the points that paid for them."""
        parts = coming_back(self.order.ticket, original)
        points = sum(line.take_back(quantity, self._unit) for line, quantity in parts)
        withdrawn = sum(line.give_back(self._unit) for line, _ in parts)
        if accounts:
            self._give_back(original, withdrawn, accounts.spendable)
            counts = original.counts_since(accounts.counted_since)
            self._take(points, original.lot, accounts, counts=counts, earned_by=original.earned_by)

    def take_back_earlier(self, lines: Sequence[BookedLine], lot: EscrowLot | None, accounts: MemberAccounts) -> None:
        """Take back, of a ticket that earns only now, what came back before it belonged to anybody."""
        self._take(
            sum(line.take_back(Decimal(0), self._unit) for line in lines), lot, accounts, fact="before the claim"
        )

    def _give_back(self, original: BookedTicket, points: int, account: Account) -> None:
        """Give points back that paid for the original, each once, whoever gives them: this ticket or the till itself."""
        parts = [] if account.status is AccountStatus.CLOSED else parts_to_give_back(original.withdrawals, points)
        for movement, part in parts:
            fact = f"give back {movement.movement.id}"
            self.settlement.post(account, MovementKind.REVERSAL, part, fact=fact, reason=PAID, reverses=movement)
            self.settlement.given_back += part
        if kept := why_kept(account, points - self.settlement.given_back):
            self.settlement.remarks.append(kept)

    def _take(
        self,
        points: int,
        lot: EscrowLot | None,
        accounts: MemberAccounts,
        *,
        fact: str = "",
        counts: bool = True,
        earned_by: int | None = None,
    ) -> None:
        """Take points from escrow while they wait there, else from what can be spent and, where they do, counts for tiers.

        `fact` tells two takings of one ticket apart: an exchange takes when it comes, and again when it is claimed.
        """
        if not points:
            return
        from_escrow = lot.take(points) if lot else 0
        for account in (accounts.spendable_escrow, accounts.tier_qualifying_escrow):
            self.settlement.post(account, MovementKind.REFUND, -from_escrow, fact=fact)
        rest = points - from_escrow
        taken = min(rest, self._may_take(accounts.spendable))
        self.settlement.post(accounts.spendable, MovementKind.REFUND, -taken, fact=fact, original_id=earned_by)
        self.settlement.post(accounts.tier_qualifying, MovementKind.REFUND, -rest if counts else 0, fact=fact)
        if taken < rest:
            left = from_scaled(rest - taken).normalize()
            self.settlement.remarks.append(f"{left:f} points stay: the account does not cover them.")
        self.settlement.taken_back = from_escrow + taken

    def _may_take(self, account: Account) -> int:
        if self.order.programme.rules.reversal_may_pass_floor:
            return 2**62
        return max(0, account.available + self.settlement.pending(account) - account.floor)

"""What a ticket moves: pure, decided over what was loaded under lock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from domain.accounts.account import Account, AccountStatus
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.amounts import PLACES, from_scaled, to_scaled
from domain.errors import InvalidInput
from domain.purchases.earning import Earning, Standing, earn
from domain.purchases.returns import BookedLine
from domain.purchases.ticket import Ticket
from domain.purchases.ticket_books import BookedTicket, EscrowLot, MemberAccounts, TicketOrder
from domain.refusals import AccountBlocked, AccountClosed

NOTHING = Earning(Decimal(0))


@dataclass(slots=True)
class Settlement:
    """What follows from a ticket: postings in order, the points that wait, and what the receipt says."""

    earning: Earning = NOTHING
    taken_back: int = 0
    postings: list[Posting] = field(default_factory=list)
    due_at: datetime | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def earned(self) -> int:
        """The points earned, scaled."""
        return to_scaled(self.earning.points)

    def lines_of(self, ticket: Ticket) -> list[tuple[Decimal, int]]:
        """The quantity of each sold line, and the points (scaled) that it earned."""
        return [(line.sold.quantity, to_scaled(self.earning.share_of(place))) for place, line in enumerate(ticket.sold)]


@dataclass(slots=True)
class TicketSettler:
    """Settles one ticket."""

    order: TicketOrder
    settlement: Settlement = field(default_factory=Settlement)

    def sell(self, accounts: MemberAccounts, earned_today: int) -> None:
        """Give what the sold lines earn, into escrow where the rules let points wait."""
        order, version = self.order, self.order.rules
        basket = order.ticket.basket
        if basket is None:
            return
        if version is None:
            self.settlement.remarks.append("No points: the programme had no earning rules at the time of the purchase.")
            return
        zone = order.programme.zone_of(basket.site)
        standing = Standing(order.member.tier if order.member else "", from_scaled(earned_today))
        precision = order.programme.rules.points_precision
        earning = earn(version.rules, basket, standing, basket.occurred_at.astimezone(zone), precision)
        self.settlement.earning = earning
        self.settlement.remarks.extend(earning.remarks)
        points = to_scaled(earning.points)
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
                self._post(account, MovementKind.EARN, points)

    def take_back(self, original: BookedTicket, accounts: MemberAccounts | None) -> None:
        """Take back what the returned lines of the original earned."""
        counts = accounts is not None and original.counts_since(accounts.counted_since)
        self._take(coming_back(self.order.ticket, original), original.lot, accounts, counts=counts)

    def take_back_earlier(self, lines: Sequence[BookedLine], lot: EscrowLot | None, accounts: MemberAccounts) -> None:
        """Take back, of a ticket that earns only now, what came back before it belonged to anybody."""
        self._take([(line, Decimal(0)) for line in lines], lot, accounts, "before the claim")

    def _take(
        self,
        parts: Sequence[tuple[BookedLine, Decimal]],
        lot: EscrowLot | None,
        accounts: MemberAccounts | None,
        fact: str = "",
        *,
        counts: bool = True,
    ) -> None:
        """Take points from escrow while they wait there, else from what can be spent and, where they do, counts for tiers.

        `fact` tells two takings of one ticket apart: an exchange takes when it comes, and again when it is claimed.
        """
        unit = 10 ** (PLACES - self.order.programme.rules.points_precision)
        points = sum(line.take_back(quantity, unit) for line, quantity in parts)
        if not points or accounts is None:
            return
        from_escrow = _from_lot(lot, points)
        for account in (accounts.spendable_escrow, accounts.tier_qualifying_escrow):
            self._post(account, MovementKind.REFUND, -from_escrow, fact)
        rest = points - from_escrow
        taken = min(rest, self._may_take(accounts.spendable))
        self._post(accounts.spendable, MovementKind.REFUND, -taken, fact)
        self._post(accounts.tier_qualifying, MovementKind.REFUND, -rest if counts else 0, fact)
        if taken < rest:
            left = from_scaled(rest - taken).normalize()
            self.settlement.remarks.append(f"{left:f} points stay: the account does not cover them.")
        self.settlement.taken_back = from_escrow + taken

    def _may_take(self, account: Account) -> int:
        if self.order.programme.rules.reversal_may_pass_floor:
            return 2**62
        return max(0, account.available - account.floor)

    def _post(self, account: Account, kind: MovementKind, amount: int, fact: str = "") -> None:
        if amount:
            ticket = self.order.ticket
            named = (ticket.reference.natural_key.hex(), kind.value, str(account.id), *filter(None, [fact]))
            self.settlement.postings.append(
                Posting(
                    account.id,
                    kind,
                    amount,
                    digest_key("posting", *named),
                    self.order.received_at,
                    ticket.occurred_at,
                    reference=str(ticket.reference),
                    origin=self.order.origin,
                    credential_id=self.order.credential_id,
                )
            )


def coming_back(ticket: Ticket, original: BookedTicket) -> list[tuple[BookedLine, Decimal]]:
    """The lines of the original that this ticket returns, each with the quantity: all that is left, of a cancellation.

    Raises `InvalidInput` for a line that the original does not have.
    """
    if ticket.cancels:
        return [(line, line.left) for line in original.lines if line.left]
    by_number = {line.line: line for line in original.lines}
    unknown = [back.original_line for back in ticket.returned if back.original_line not in by_number]
    if unknown:
        raise InvalidInput(f"The original has no line {unknown[0]}.", field="returnedLines")
    return [(by_number[back.original_line], back.quantity) for back in ticket.returned]


def why_not(account: Account) -> str:
    """Why this account earns nothing now, for the receipt; empty where it may."""
    if account.status is AccountStatus.ACTIVE:
        return ""
    return f"The ticket belongs to nobody yet: the member's account is {account.status.value.lower()}."


def require_active(account: Account) -> None:
    """Let only an account that is open take a ticket; raises `AccountBlocked` or `AccountClosed`."""
    if account.status is AccountStatus.BLOCKED:
        raise AccountBlocked
    if account.status is AccountStatus.CLOSED:
        raise AccountClosed


def _from_lot(lot: EscrowLot | None, points: int) -> int:
    """Take as much as waits in the lot."""
    if lot is None or not lot.is_open:
        return 0
    taken = min(points, lot.left)
    lot.left -= taken
    return taken

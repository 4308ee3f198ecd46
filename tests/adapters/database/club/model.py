"""The whole club by the plain rules. It knows no worker and no lateness: whatever ends, ends at its moment."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from tests.adapters.database.club.points import Hold, Points, Refused
from tests.adapters.database.club.purchases import Line, Order, Sale, Told, divided, is_too_fast
from tests.adapters.database.club.rules import Rules, Versions
from tests.adapters.database.club.tiers import Ladder, Standing, new_year

CARDS = {"63350001": "L-1", "63350003": "L-1", "63350002": "L-2"}
NAMES = {**CARDS, "101": "L-1", "102": "L-2"}
MEMBERS = ("L-1", "L-2")
ACCOUNTS = (*MEMBERS, "L-3")
"""The second loyalty account of the first member is moved by tills alone."""


@dataclass
class Club:
    """Accounts, tiers and tickets at `now`."""

    now: datetime
    versions: Versions
    ladder: Ladder
    may_pass_floor: bool = True
    overspend: str = "refuse"
    points: dict[str, Points] = field(default_factory=dict)
    tiers: dict[str, Standing] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.points = {number: Points(self.versions.end_of) for number in ACCOUNTS}
        self.tiers = {number: Standing(self.ladder, new_year(self.now)) for number in MEMBERS}

    def next_end(self) -> datetime | None:
        """When something happens next by itself."""
        ahead = [sale.due for sale in self.sales.values() if sale.waiting and sale.due]
        ahead += [end for points in self.points.values() for end in points.ends_ahead()]
        ahead += [end for standing in self.tiers.values() for end in standing.ends_ahead()]
        return min((moment for moment in ahead if moment > self.now), default=None)

    def go_to(self, moment: datetime) -> None:
        """Let time pass, and all that happens on the way."""
        while (at := self.next_end()) is not None and at <= moment:
            self.now = at
            self.settle()
        self.now = moment

    def settle(self) -> None:
        """What happens now by itself: terms and years end, points that have waited come, others expire."""
        for standing in self.tiers.values():
            standing.let_end(self.now)
        for sale in self.sales.values():
            if sale.waiting and sale.due and sale.due <= self.now:
                self.tiers[sale.owner].arrive(sale.waiting, self.now)
                sale.heap = self.points[sale.owner].credit(sale.waiting, self.now)
                sale.counted_at, sale.waiting, sale.due = self.now, 0, None
        for points in self.points.values():
            points.let_end(self.now)

    def waiting(self, number: str) -> int:
        return sum(sale.waiting for sale in self.sales.values() if sale.owner == number)

    def balances(self, number: str) -> tuple[int, int, int, int]:
        """Spendable, spendable escrow, tier-qualifying, tier-qualifying escrow."""
        waiting = self.waiting(number)
        return self.points[number].balance, waiting, self.tiers[number].points, waiting

    def book(self, order: Order) -> Told:
        """A ticket: its return, what pays for it, and what it earns, in this order."""
        owner = NAMES.get(order.who, "")
        original = self._original(order)
        if order.payment and not owner:
            raise Refused("NoAccount")
        sale = Sale(
            order,
            [Line(Decimal(order.quantity)) for _ in order.amounts],
            owner,
            order.who if order.who in CARDS else "",
        )
        if original:
            self._bring_back(sale, original)
        if order.payment:
            self._pay(sale)
        if owner and order.amounts:
            self._sell(sale)
        self.sales[order.receipt] = sale
        if owner:
            self.tiers[owner].lift(self.now)
        sale.told.balances = self.balances(owner) if owner else None
        return sale.told

    def claim(self, receipt: str, who: str) -> Told:
        """A ticket of nobody becomes a member's, and earns what has not come back."""
        sale = self.sales[receipt]
        if sale.owner:
            if sale.owner != NAMES[who]:
                raise Refused("TicketTaken")
            return sale.told
        sale.owner, sale.card = NAMES[who], who if who in CARDS else ""
        sale.told = Told(given_back=sale.told.given_back)
        return self._earn_late(sale)

    def approve(self, receipt: str) -> Told:
        """A ticket in review earns, by the tier of its time."""
        sale = self.sales[receipt]
        sale.told = replace(sale.told, status="approved")
        return self._earn_late(sale)

    def reject(self, receipt: str) -> Told:
        """A ticket in review earns nothing for good."""
        sale = self.sales[receipt]
        sale.told = replace(sale.told, status="rejected")
        return sale.told

    def change_rules(self, rules: Rules) -> None:
        """The next version, from now on."""
        self.versions.add(self.now, rules)

    def redeem(self, number: str, name: str, points: int) -> None:
        """A till takes points that are there."""
        if points > self.points[number].available:
            raise Refused("InsufficientFunds")
        self.points[number].redeem(name, points)

    def earn(self, number: str, name: str, points: int) -> None:
        """A till gives points."""
        self.points[number].earn(name, points, self.now)

    def hold(self, number: str, name: str, points: int, days: int) -> None:
        """A till reserves points that are there."""
        if points > self.points[number].available:
            raise Refused("InsufficientFunds")
        self.points[number].holds[name] = Hold(points, self.now + timedelta(days=days))

    def finish(self, number: str, name: str, points: int) -> None:
        """A hold ends, and this many of its points go (0: it is let go)."""
        hold = self.points[number].holds[name]
        if not hold.is_open:
            raise Refused("HoldExpired")
        hold.is_open = False
        if points:
            self.points[number].redeem(name, points)

    def reverse(self, number: str, name: str, points: int) -> None:
        """A till takes back some of what it moved."""
        account = self.points[number]
        move = account.moves[name]
        if points > abs(move.left):
            raise Refused("AmountExceedsOriginal")
        if move.points > 0 and account.available < points and not self.may_pass_floor:
            raise Refused("InsufficientFunds")
        account.reverse(name, points, self.now)

    def adjust(self, number: str, points: int) -> None:
        """Somebody puts a balance right."""
        if points < 0 and self.points[number].available + points < 0:
            raise Refused("InsufficientFunds")
        if points < 0:
            self.points[number].debit(-points)
        else:
            self.points[number].credit(points, self.now)

    def reinstate(self, number: str, points: int) -> None:
        """Somebody gives expired points back, no more than have expired."""
        account = self.points[number]
        if points > account.expired - account.reinstated:
            raise Refused("AmountExceedsExpired")
        account.reinstated += points
        account.credit(points, self.now)

    def _original(self, order: Order) -> Sale | None:
        if not order.original:
            return None
        if order.original not in self.sales:
            raise Refused("TicketNotFound")
        return self.sales[order.original]

    def _bring_back(self, sale: Sale, original: Sale) -> None:
        back = sale.order.back
        if back is None:
            back = tuple((place, line.quantity - line.back) for place, line in enumerate(original.lines, 1))
        for place, quantity in back:
            if (
                place > len(original.lines)
                or quantity > original.lines[place - 1].quantity - original.lines[place - 1].back
            ):
                raise Refused("InvalidInput")
            original.lines[place - 1].back += quantity
        points = sum(line.take_points() for line in original.lines)
        paid = sum(line.take_paid() for line in original.lines)
        if not original.owner:
            return
        account = self.points[original.owner]
        for name in original.paid_by:
            part = min(paid, -account.moves[name].left)
            account.reverse(name, part, self.now)
            sale.told.given_back += part
            paid -= part
        sale.told.taken_back = self._take(points, original)

    def _take(self, points: int, sale: Sale) -> int:
        """Points of a sale go: those that wait, then those that can be spent; as far as rules let a balance fall."""
        waiting = min(points, sale.waiting)
        sale.waiting -= waiting
        rest = points - waiting
        account, standing = self.points[sale.owner], self.tiers[sale.owner]
        taken = rest if self.may_pass_floor else min(rest, max(0, account.available))
        account.debit(taken, sale.heap)
        if standing.counted_since is None or (sale.counted_at and sale.counted_at >= standing.counted_since):
            standing.points -= rest
        return waiting + taken

    def _pay(self, sale: Sale) -> None:
        payment = sale.order.payment
        assert payment
        account, points, name = self.points[sale.owner], payment.points, payment.moved
        if name:
            if name not in account.moves or account.moves[name].points > 0:
                raise Refused("WithdrawalNotFound")
            is_spent = any(name in each.paid_by for each in self.sales.values())
            if is_spent or account.moves[name].left != -points:
                raise Refused("InvalidInput")
        else:
            if points > account.available:
                is_late = self.now - sale.order.at > timedelta(hours=1)
                if not is_late or self.overspend == "refuse":
                    raise Refused("WithdrawalNotCovered")
                points = points if self.overspend == "allow" else max(0, account.available)
            name = f"payment of {sale.order.receipt}"
            account.redeem(name, points)
        if points:
            sale.paid_by.append(name)
        sale.told.withdrawn = points
        for line, part in zip(
            sale.lines, divided(points, [int(Decimal(each) * 10_000) for each in sale.order.amounts]), strict=True
        ):
            line.paid = part

    def _sell(self, sale: Sale) -> None:
        """What is sold earns, unless it is too fast and nobody has looked."""
        rules, standing, approved = (
            self.versions.at(sale.order.at),
            self.tiers[sale.owner],
            sale.told.status == "approved",
        )
        rank = sale.rank if approved else standing.code
        has_tiers = rules is not self.versions.rules[0]
        points = sale.worth(2 if rank == "GOLD" and has_tiers else 1)
        if points and not approved and is_too_fast(rules, sale.order.at, points, self._given(sale)):
            sale.told.status, sale.rank = "review", rank
            return
        sale.told.earned = points
        for line, part in zip(sale.lines, divided(points, sale.net()), strict=True):
            line.points = part
        if rules.days:
            sale.waiting, sale.due = points, max(sale.order.at + timedelta(days=rules.days), self.now)
        elif points:
            sale.heap, sale.counted_at = self.points[sale.owner].credit(points, self.now), self.now
            standing.points += points

    def _given(self, sale: Sale) -> list[tuple[datetime, int]]:
        """The tickets whose points nobody had to look at: of the card, or of the member where no card was shown."""
        return [
            (each.order.at, each.told.earned)
            for each in self.sales.values()
            if each.owner == sale.owner and each.told.status == "booked" and each.told.earned
            if sale.card in ("", each.card) and each is not sale
        ]

    def _earn_late(self, sale: Sale) -> Told:
        self._sell(sale)
        sale.told.taken_back += self._take(sum(line.take_points() for line in sale.lines), sale)
        self.tiers[sale.owner].lift(self.now)
        sale.told.balances = self.balances(sale.owner)
        return sale.told

"""Everything that tills and reviewers do with tickets."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.adapters.database.club.base import ClubBase
from tests.adapters.database.club.model import NAMES
from tests.adapters.database.club.purchases import Order, Payment, Sale

AMOUNTS = st.lists(st.integers(0, 3000).map(lambda pence: f"{Decimal(pence) / 100:.2f}"), min_size=1, max_size=3)
OFTEN = ["63350001"] * 4
WHO = st.sampled_from([*NAMES, *OFTEN, "", "63359999"])
MEMBER = st.sampled_from([*NAMES, *OFTEN])
LATE = st.sampled_from(
    [timedelta(0)] * 4 + [timedelta(minutes=40), timedelta(days=5), timedelta(days=12), timedelta(days=40)]
)
PARTS = st.sampled_from(["1", "1", "0.5", "2"]).map(Decimal)


class TicketTills(ClubBase):
    """Purchases, payments, returns, exchanges, claims, reviews, late uploads, batches, duplicates."""

    @rule(amounts=AMOUNTS, quantity=st.integers(1, 3), who=WHO, late=LATE, has_key=st.booleans())
    def buy(self, amounts: list[str], quantity: int, who: str, late: timedelta, has_key: bool) -> None:
        receipt = self.name("R")
        key = f"K-{receipt}" if has_key else ""
        at = self.world.clock.now() - late
        self.deliver([Order(receipt, at, tuple(amounts), quantity, who, key=key)])

    @rule(amounts=AMOUNTS, who=MEMBER, late=LATE, points=st.integers(1, 60), part=st.integers(0, 3))
    def pay_with_points(self, amounts: list[str], who: str, late: timedelta, points: int, part: int) -> None:
        at, amount = self.world.clock.now() - late, int(sum(map(Decimal, amounts))) * part // 3
        self.deliver([Order(self.name("R"), at, tuple(amounts), 2, who, payment=Payment(points, amount))])

    @precondition(lambda self: self._taken())
    @rule(
        data=st.data(), amounts=AMOUNTS, who=st.sampled_from(["", "", "", *NAMES]), more=st.sampled_from([0, 0, 0, 1])
    )
    def pay_with_what_a_till_moved(self, data: st.DataObject, amounts: list[str], who: str, more: int) -> None:
        number, name = data.draw(st.sampled_from(self._taken()[-3:]))
        payment = Payment(more - self.club.points[number].moves[name].points, 0, name)
        who = who or next((each for each, account in NAMES.items() if account == number), "101")
        self.deliver([Order(self.name("R"), self.world.clock.now(), tuple(amounts), 1, who, payment=payment)])

    @precondition(lambda self: self.club.sales)
    @rule(data=st.data(), quantity=PARTS, bringer=WHO)
    def return_a_line(self, data: st.DataObject, quantity: Decimal, bringer: str) -> None:
        receipt, line = self._line(data)
        now = self.world.clock.now()
        self.deliver([Order(self.name("B"), now, who=bringer, original=receipt, back=((line, quantity),))])

    @precondition(lambda self: self.club.sales)
    @rule(data=st.data(), quantity=PARTS, amounts=AMOUNTS, who=WHO, points=st.integers(0, 30))
    def exchange(self, data: st.DataObject, quantity: Decimal, amounts: list[str], who: str, points: int) -> None:
        receipt, line = self._line(data)
        now, paid = self.world.clock.now(), Payment(points, 0) if points > 20 else None
        back = ((line, quantity),)
        self.deliver([Order(self.name("X"), now, tuple(amounts), 1, who, receipt, back, paid)])

    @precondition(lambda self: self.club.sales)
    @rule(data=st.data(), bringer=WHO)
    def cancel(self, data: st.DataObject, bringer: str) -> None:
        now = self.world.clock.now()
        self.deliver([Order(self.name("C"), now, who=bringer, original=self._one(data), back=None)])

    @rule(amounts=AMOUNTS, who=WHO, late=LATE)
    def return_before_the_sale_is_there(self, amounts: list[str], who: str, late: timedelta) -> None:
        now, sale = self.world.clock.now(), self.name("R")
        back = Order(self.name("B"), now, original=sale, back=((1, Decimal(1)),))
        for order in (back, Order(sale, now - late, tuple(amounts), 1, who), back):
            self.deliver([order])

    @rule(amounts=AMOUNTS, first=WHO, second=WHO, late=LATE, order=st.randoms(use_true_random=False))
    def send_a_day_at_once(self, amounts: list[str], first: str, second: str, late: timedelta, order: Random) -> None:
        now = self.world.clock.now()
        sold = [Order(self.name("R"), now - late, tuple(amounts), 1, who) for who in (first, second)]
        back = Order(self.name("B"), now, who=second, original=sold[0].receipt, back=((1, Decimal(1)),))
        together = [*sold, back, sold[0], back]
        order.shuffle(together)
        self.deliver(together)

    @rule(amounts=AMOUNTS, late=LATE, who=MEMBER, has_waited=st.booleans())
    def buy_without_the_card_and_bring_something_back(
        self, amounts: list[str], late: timedelta, who: str, has_waited: bool
    ) -> None:
        now, receipt = self.world.clock.now(), self.name("R")
        self.deliver([Order(receipt, now - late, (*amounts, "20.00"), 1)])
        self.deliver([Order(self.name("B"), now, original=receipt, back=((1, Decimal(1)),))])
        if has_waited:
            self.world.clock.advance(days=40)
            self.club.go_to(self.world.clock.now())
        self._claim(receipt, who)

    @precondition(lambda self: any(not sale.owner for sale in self.club.sales.values()))
    @rule(data=st.data(), who=MEMBER)
    def claim(self, data: st.DataObject, who: str) -> None:
        nobodys = [receipt for receipt, sale in self.club.sales.items() if not sale.owner]
        self._claim(data.draw(st.sampled_from(nobodys[-3:])), who)

    @precondition(lambda self: any(sale.owner for sale in self.club.sales.values()))
    @rule(data=st.data(), who=MEMBER)
    def claim_what_has_a_member(self, data: st.DataObject, who: str) -> None:
        owned = [receipt for receipt, sale in self.club.sales.items() if sale.owner]
        self._claim(data.draw(st.sampled_from(owned[-3:])), who)

    @precondition(lambda self: self._in_review())
    @rule(data=st.data(), is_approved=st.sampled_from([True, True, False]))
    def look(self, data: st.DataObject, is_approved: bool) -> None:
        receipt = data.draw(st.sampled_from(self._in_review()))
        ticket_id, caller = str(self.receipts[receipt].ticket_id), self.world.caller
        if is_approved:
            self.decide(
                f"approve {receipt}",
                receipt,
                lambda: self.world.approve(caller, ticket_id),
                lambda club: club.approve(receipt),
            )
        else:
            self.decide(
                f"reject {receipt}",
                receipt,
                lambda: self.world.reject(caller, ticket_id, "no"),
                lambda club: club.reject(receipt),
            )

    @precondition(lambda self: self.club.sales)
    @rule(data=st.data())
    def send_other_lines_under_a_known_receipt(self, data: st.DataObject) -> None:
        receipt, before = self._one(data), self.rows()
        (result,) = self.world.book(
            self.world.caller, [self.draft(Order(receipt, self.world.clock.now(), ("9999.99",)))]
        )
        assert type(result).__name__ == "IdempotencyMismatch"
        assert self.rows() == before

    @precondition(lambda self: self.tickets)
    @rule(order=st.randoms(use_true_random=False), count=st.integers(1, 5))
    def resend(self, order: Random, count: int) -> None:
        self.replay([order.choice(list(self.tickets)) for _ in range(count)])

    def _claim(self, receipt: str, who: str) -> None:
        named = {"card": who} if len(who) > 3 else {"card": "", "customer_number": who}
        name, before = f"claim {receipt}", self.club.sales[receipt].owner
        self.decide(name, receipt, lambda: self.world.claim(receipt, **named), lambda club: club.claim(receipt, who))
        assert before in ("", self.club.sales[receipt].owner)

    def _taken(self) -> list[tuple[str, str]]:
        """The account and name of what tills have taken themselves."""
        return [
            (number, name)
            for number, points in self.club.points.items()
            for name, move in points.moves.items()
            if move.points < 0 and not name.startswith("payment")
        ]

    def _in_review(self) -> list[str]:
        return [receipt for receipt, sale in self.club.sales.items() if sale.told.status == "review"]

    def _one(self, data: st.DataObject) -> str:
        """One of the last few tickets, so that more happens to each."""
        return data.draw(st.sampled_from(list(self.club.sales)[-4:]))

    def _line(self, data: st.DataObject) -> tuple[str, int]:
        """A line of one of them; now and then one that it does not have."""
        receipt = self._one(data)
        sale: Sale = self.club.sales[receipt]
        lines = range(1, len(sale.lines) + 1)
        return receipt, data.draw(st.sampled_from([*lines, *lines, len(sale.lines) + 1]))

"""Whatever tills send, in whatever order and however often: a machine that does it, and counts what is backed."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.migrations import upgrade
from domain.accounts.account import AccountType
from domain.accounts.enquire_balance import AccountKey
from domain.accounts.outcome import Outcome
from domain.errors import IdempotencyMismatch, InvalidInput
from domain.purchases.ticket import ReturnedLine
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_form import OriginalDraft
from domain.refusals import TicketNotFound, TicketTaken
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TODAY, TicketWorld, ticket_world

PENCE = st.integers(0, 3000).map(lambda pence: f"{Decimal(pence) / 100:.2f}")
PARTS = st.sampled_from(["1", "1", "0.5", "2"])
WHOSE = st.sampled_from([CARD, CARD, OTHER_CARD, "", "63359999"])
ACCOUNTS = {CARD: "L-1", OTHER_CARD: "L-2"}
TABLES = ("ticket", "ticket_line", "escrow_lot", "movement", "entry", "idempotency_key", "outbox", "tier_change")
RULES = '{{"earn": [{{"name": "base", "points": 1, "perAmount": 1}}], "escrowDays": {}}}'


@dataclass
class Sale:
    """Lines that were sold: what the oracle knows of them without asking the books."""

    receipt: str
    amounts: list[Decimal]
    quantity: Decimal
    due_at: datetime
    owner: str = ""
    returned: list[Decimal] = field(default_factory=list)
    taken: int = 0

    @property
    def worth(self) -> int:
        """The points of the whole sale, whoever gets them."""
        return int(sum(self.amounts))

    @property
    def backed(self) -> int:
        """The points that this sale backs now."""
        return self.worth - self.taken if self.owner else 0

    def must_be_taken(self) -> tuple[int, int]:
        """The least and the most points that may have been taken: of each line its part, short of a point."""
        if all(back == self.quantity for back in self.returned):
            return self.worth, self.worth
        shares = [amount * back / self.quantity for amount, back in zip(self.amounts, self.returned, strict=True)]
        lines = sum(back > 0 for back in self.returned)
        return max(0, int(sum(shares)) - 2 * lines), min(self.worth, int(sum(shares)) + lines)


class Tills(RuleBasedStateMachine):
    """Sales, returns, exchanges, claims, late uploads, spending, waiting and resends of two members and of nobody."""

    template: bytes | None = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        file = Path(self.stack.enter_context(TemporaryDirectory())) / "gateway.sqlite3"
        if Tills.template is None:
            upgrade(f"sqlite:///{file}")
            Tills.template = file.read_bytes()
        file.write_bytes(Tills.template)
        self.world: TicketWorld = self.stack.enter_context(ticket_world(f"sqlite:///{file}"))
        self.sales: list[Sale] = []
        self.spent = dict.fromkeys(ACCOUNTS, 0)
        self.escrow_days = [(self.world.clock.now() - timedelta(days=365), 30)]
        self.number = 0
        self.answers: dict[str, TicketReceipt] = {}
        self.messages: dict[str, Callable[[], TicketReceipt]] = {}

    def send(self, message: Callable[[str], TicketReceipt], answers_of: str = "") -> TicketReceipt:
        """Send a message under a new name, remember it and its answer; what it raises records nothing."""
        self.number += 1
        name, rows = f"R-{self.number}", self.rows()
        try:
            answer = message(name)
        except Exception:
            assert self.rows() == rows, "a refusal left something behind"
            raise
        assert not answer.is_replay
        self.answers[answers_of or name] = answer
        self.messages[f"claim of {answers_of}" if answers_of else name] = lambda: message(name)
        return answer

    @rule(
        amounts=st.lists(PENCE, min_size=1, max_size=3),
        quantity=st.integers(1, 3),
        card=WHOSE,
        days_late=st.sampled_from([0, 0, 0, 5, 40]),
        has_key=st.booleans(),
    )
    def sell(self, amounts: list[str], quantity: int, card: str, days_late: int, has_key: bool) -> None:
        self._sell(amounts, quantity, card, days_late, has_key=has_key)

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), quantity=PARTS, bringer=WHOSE)
    def return_a_line(self, data: st.DataObject, quantity: str, bringer: str) -> None:
        sale, line = self._line(data)
        self._back(
            sale, line, Decimal(quantity), lambda name, back: self._return(name, sale, back, card_number=bringer)
        )

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), quantity=PARTS, amount=PENCE, card=st.sampled_from(["", CARD, OTHER_CARD]))
    def exchange_a_line(self, data: st.DataObject, quantity: str, amount: str, card: str) -> None:
        sale, line = self._line(data)
        at = self.world.clock.now()

        def exchange(name: str, back: ReturnedLine) -> TicketReceipt:
            return self._return(name, sale, back, amount, card_number=card, occurred_at=at)

        if self._back(sale, line, Decimal(quantity), exchange):
            self._sold(f"R-{self.number}", [Decimal(amount)], Decimal(1), card, at)

    @precondition(lambda self: self.sales)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        sale = self._one_of(data)
        named = {"original": OriginalDraft(sale.receipt, TODAY), "cancels": True}
        at = self.world.clock.now()
        answer = self.send(lambda name: self._send(name, occurred_at=at, **named))
        sale.returned = [sale.quantity] * len(sale.amounts)
        self._took(sale, answer)

    @rule(amount=PENCE, card=WHOSE)
    def return_before_the_sale_is_there(self, amount: str, card: str) -> None:
        coming = Sale(f"R-{self.number + 2}", [Decimal(amount)], Decimal(1), self.world.clock.now())
        back = ReturnedLine(1, Decimal(1), Decimal(0))
        try:
            self.send(lambda name: self._return(name, coming, back))
        except TicketNotFound:
            early = f"R-{self.number}"
        else:
            raise AssertionError("a return of nothing was booked")
        sale = self._sell([amount], 1, card)
        sale.returned = [Decimal(1)]
        answer = self.answers[early] = self._return(early, sale, back)
        self.messages[early] = lambda: self._return(early, sale, back)
        self._took(sale, answer)

    @precondition(lambda self: any(sale.owner for sale in self.sales))
    @rule(data=st.data(), card=st.sampled_from([CARD, OTHER_CARD]))
    def claim_what_has_a_member(self, data: st.DataObject, card: str) -> None:
        sale = data.draw(st.sampled_from([sale for sale in self.sales if sale.owner]))
        try:
            again = self.world.claim(sale.receipt, card)
        except TicketTaken:
            assert sale.owner != card
        else:
            assert sale.owner == card
            self._is_first_answer(sale.receipt, again)

    @precondition(lambda self: any(not sale.owner for sale in self.sales))
    @rule(data=st.data(), card=st.sampled_from([CARD, OTHER_CARD]))
    def claim(self, data: st.DataObject, card: str) -> None:
        sale = data.draw(st.sampled_from([sale for sale in self.sales if not sale.owner][-2:]))
        answer = self.send(lambda _: self.world.claim(sale.receipt, card), answers_of=sale.receipt)
        sale.owner, sale.taken = card, int(answer.taken_back)
        assert answer.earned == sale.worth
        self._is_right(sale)

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), amount=PENCE, card=st.sampled_from([CARD, OTHER_CARD]))
    def come_back_without_the_card(self, data: st.DataObject, amount: str, card: str) -> None:
        self.exchange_a_line(data, "1", amount, "")
        self.return_a_line(data, "1", "")
        if any(not sale.owner for sale in self.sales):
            self.claim(data, card)

    @precondition(lambda self: self.sales)
    @rule(data=st.data())
    def send_other_lines_under_a_known_receipt(self, data: st.DataObject) -> None:
        sale = self._one_of(data)
        rows = self.rows()
        try:
            self._send(sale.receipt, "9999.99")
        except IdempotencyMismatch:
            assert self.rows() == rows
        else:
            raise AssertionError("one receipt became two purchases")

    @rule(points=st.integers(1, 40), card=st.sampled_from([CARD, OTHER_CARD]))
    def spend(self, points: int, card: str) -> None:
        till = self.world.till(ACCOUNTS[card])
        self.number += 1
        covered = points <= self.spendable(card)
        outcome = till.send(f"T-{self.number}", str(-points)).outcome
        assert (outcome is Outcome.SUCCESS) == covered
        if covered:
            self.spent[card] += points

    @rule(days=st.integers(1, 40), has_worker=st.booleans())
    def wait(self, days: int, has_worker: bool) -> None:
        self.world.clock.advance(days=days)
        if has_worker:
            for _ in range(len(self.sales) + 1):
                is_done = not self.world.books.roll_over(self.world.clock.now(), 3)
            assert is_done, "something is rolled over again and again"
            for card, number in ACCOUNTS.items():
                assert self.world.balances(number)[0] == self.spendable(card)

    @rule(days=st.sampled_from([0, 30]))
    def change_the_rules(self, days: int) -> None:
        self.world.clock.advance(seconds=1)
        self.world.set_rules(RULES.format(days))
        self.escrow_days.append((self.world.clock.now(), days))

    @precondition(lambda self: self.messages)
    @rule(dice=st.randoms(use_true_random=False), count=st.integers(1, 5))
    def resend(self, dice: Random, count: int) -> None:
        self.replay([dice.choice(list(self.messages)) for _ in range(count)])

    @invariant()
    def every_point_is_backed(self) -> None:
        for card, number in ACCOUNTS.items():
            backed = sum(sale.backed for sale in self.sales if sale.owner == card)
            spendable, escrow, tier, tier_escrow = self.world.balances(number)
            assert spendable + escrow + self.spent[card] == tier + tier_escrow == backed
            assert self.told(number) == self.spendable(card)
        self.world.check_books()

    def spendable(self, card: str) -> int:
        """What this member may spend now, whether or not anybody has rolled it over."""
        now = self.world.clock.now()
        due = sum(sale.backed for sale in self.sales if sale.owner == card and sale.due_at <= now)
        return due - self.spent[card]

    def told(self, number: str) -> int:
        """What an enquiry tells as the balance of this account."""
        assert self.world.records
        key, now = AccountKey(AccountType.LOYALTY, number), self.world.clock.now()
        found = DatabaseAccountReader(self.world.records.reader).read(CLUB, key, now)
        assert found
        return int(found.figures.wire_balance)

    def rows(self) -> list[int]:
        """How many rows there are, and all balances."""
        assert self.world.records
        counts = [self.world.records.count(table) for table in TABLES]
        return [*counts, *self.world.balances("L-1"), *self.world.balances("L-2")]

    def replay(self, names: list[str]) -> None:
        """Send these messages again: nothing moves, and each gets its first answer."""
        rows = self.rows()
        for name in names:
            self._is_first_answer(name.removeprefix("claim of "), self.messages[name]())
        assert self.rows() == rows, "sending again moved something"

    def teardown(self) -> None:
        """In the end, send everything again, in another order."""
        names = list(self.messages)
        Random(self.number).shuffle(names)  # noqa: S311 - an order, no secret
        try:
            self.replay(names)
            self.every_point_is_backed()
        finally:
            self.stack.close()

    def _is_first_answer(self, receipt: str, answer: TicketReceipt) -> None:
        assert answer == replace(self.answers[receipt], is_replay=True)

    def _sell(self, amounts: list[str], quantity: int, card: str, days_late: int = 0, *, has_key: bool = False) -> Sale:
        at = self.world.clock.now() - timedelta(days=days_late)

        def send(name: str) -> TicketReceipt:
            more = {"card_number": card, "occurred_at": at, "quantity": str(quantity)}
            return self._send(name, *amounts, **more, request_key=f"K-{name}" if has_key else "")

        answer = self.send(send)
        sale = self._sold(f"R-{self.number}", [Decimal(each) for each in amounts], Decimal(quantity), card, at)
        assert answer.earned == (sale.worth if sale.owner else 0)
        return sale

    def _sold(self, receipt: str, amounts: list[Decimal], quantity: Decimal, card: str, at: datetime) -> Sale:
        days = next(days for since, days in reversed(self.escrow_days) if since <= at)
        owner = card if card in ACCOUNTS else ""
        sale = Sale(receipt, amounts, quantity, at + timedelta(days=days), owner, [Decimal(0)] * len(amounts))
        self.sales.append(sale)
        return sale

    def _one_of(self, data: st.DataObject) -> Sale:
        """One of the last few sales, so that more happens to each."""
        return data.draw(st.sampled_from(self.sales[-3:]))

    def _line(self, data: st.DataObject) -> tuple[Sale, int]:
        """A line of one of them, counted from 0; now and then one that it does not have."""
        sale = self._one_of(data)
        return sale, data.draw(st.sampled_from([*range(len(sale.amounts)), 0, 0, len(sale.amounts)]))

    def _back(
        self, sale: Sale, line: int, quantity: Decimal, message: Callable[[str, ReturnedLine], TicketReceipt]
    ) -> bool:
        """Return this much of a line; whether the books took it, which they must where that much is left."""
        left = sale.quantity - sale.returned[line] if line < len(sale.amounts) else Decimal(0)
        back = ReturnedLine(line + 1, quantity, Decimal(0))
        try:
            answer = self.send(lambda name: message(name, back))
        except InvalidInput:
            assert quantity > left
            return False
        assert quantity <= left, "more came back than was sold"
        sale.returned[line] += quantity
        self._took(sale, answer)
        return True

    def _took(self, sale: Sale, answer: TicketReceipt) -> None:
        if sale.owner:
            sale.taken += int(answer.taken_back)
            self._is_right(sale)
        else:
            assert not answer.taken_back

    def _is_right(self, sale: Sale) -> None:
        least, most = sale.must_be_taken()
        assert least <= sale.taken <= most

    def _return(self, name: str, sale: Sale, back: ReturnedLine, *amounts: str, **more: object) -> TicketReceipt:
        named = {"original": OriginalDraft(sale.receipt, TODAY), "returned": (back,)}
        return self._send(name, *amounts, **named, **more)

    def _send(self, name: str, *amounts: str, **more: object) -> TicketReceipt:
        return self.world.send(name, *amounts, **{"business_date": TODAY, **more})

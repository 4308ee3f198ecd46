"""Whatever tills send, in whatever order and however often: no point is there that no purchase backs."""

from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from adapters.database.migrations import upgrade
from domain.errors import InvalidInput
from domain.purchases.ticket_books import TicketReceipt
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world

PENCE = st.integers(0, 3000).map(lambda pence: f"{Decimal(pence) / 100:.2f}")
Sale = tuple[str, list[str], int]


class Tills(RuleBasedStateMachine):
    """Sales, returns, resends, late uploads and roll-overs of one member, against a count of what is backed."""

    sales = Bundle("sales")
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
        self.number = 0
        self.left: dict[str, list[int]] = {}
        self.earned: dict[str, int] = {}
        self.taken: dict[str, int] = {}

    @initialize()
    def first(self) -> None:
        """Begin with a sale, so that there is something to return."""
        self.world.send("first", "0.00")

    @rule(target=sales, amounts=st.lists(PENCE, min_size=1, max_size=3), quantity=st.integers(1, 3))
    def sell(self, amounts: list[str], quantity: int) -> Sale:
        self.number += 1
        receipt = f"R-{self.number}"
        answer = self.world.send(receipt, *amounts, quantity=str(quantity), business_date=TODAY)
        self.earned[receipt], self.taken[receipt] = int(answer.earned), 0
        self.left[receipt] = [quantity] * len(amounts)
        assert answer.earned == int(sum(map(Decimal, amounts)))
        return receipt, amounts, quantity

    @rule(sale=sales)
    def resend(self, sale: Sale) -> None:
        receipt, amounts, quantity = sale
        answer = self.world.send(receipt, *amounts, quantity=str(quantity), business_date=TODAY)
        assert answer.is_replay
        assert answer.earned == self.earned[receipt]

    @rule(sale=sales, line=st.integers(1, 3), twice=st.booleans())
    def give_one_back(self, sale: Sale, line: int, twice: bool) -> None:
        receipt, amounts, _ = sale
        self.number += 1
        if line > len(amounts) or not self.left[receipt][line - 1]:
            try:
                self.world.give_back(f"B-{self.number}", receipt, (line, "1"))
            except InvalidInput:
                return
            raise AssertionError("more came back than was sold")
        answers = [self.world.give_back(f"B-{self.number}", receipt, (line, "1")) for _ in range(1 + twice)]
        assert [answer.is_replay for answer in answers] == [False, True][: 1 + twice]
        self.left[receipt][line - 1] -= 1
        self._take(receipt, answers[0])

    @rule(sale=consumes(sales), target=sales)
    def cancel(self, sale: Sale) -> object:
        self.number += 1
        self._take(sale[0], self.world.give_back(f"C-{self.number}", sale[0]))
        self.left[sale[0]] = [0] * len(sale[1])
        assert self.taken[sale[0]] == self.earned[sale[0]]
        return multiple(sale)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.world.clock.advance(days=days)
        while self.world.books.roll_over(self.world.clock.now(), 3):
            pass

    @invariant()
    def every_point_is_backed(self) -> None:
        backed = sum(self.earned.values()) - sum(self.taken.values())
        spendable, escrow, tier, tier_escrow = self.world.balances()
        assert spendable + escrow == tier + tier_escrow == backed
        assert all(self.taken[receipt] <= self.earned[receipt] for receipt in self.earned)
        self.world.check_books()

    def teardown(self) -> None:
        self.stack.close()

    def _take(self, receipt: str, answer: TicketReceipt) -> None:
        self.taken[receipt] += int(answer.taken_back)


TestTills = Tills.TestCase
TestTills.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)

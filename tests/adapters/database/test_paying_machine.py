"""Points that pay, go back, are moved by tills and wait in review, in any order: every point is where it belongs, once."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from adapters.database.migrations import upgrade
from adapters.database.ticket_writer import TicketWriter
from domain.errors import InvalidInput
from domain.identity.caller import TILL_OPERATIONS, Operation
from domain.purchases.ticket import Withdrawal
from domain.purchases.ticket_books import TicketReceipt, TicketStatus
from domain.purchases.velocity import HOUR
from domain.ticket_refusals import TicketNotInReview, WithdrawalNotCovered, WithdrawalNotFound
from tests.adapters.database.club.plants import (
    Plant,
    forget_what_is_left_of_a_movement,
    forget_what_paid,
    forget_which_movements_paid_before,
    give_points_before_anybody_looks,
    nothing,
)
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world

RULES = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "velocity": {"ticketsPerHour": 3}}'
POINTS = st.integers(1, 60)


@dataclass
class Paid:
    """A ticket, by what it was told; `left` is how many pieces of each line have not come back."""

    receipt: str
    ticket_id: str
    left: list[int]
    status: TicketStatus
    occurred_at: datetime
    earned: int = 0
    taken_back: int = 0
    withdrawn: int = 0
    given_back: int = 0
    transaction_id: str = ""
    reversed_by_till: int = 0


@dataclass
class Redeemed:
    """What the till moved itself."""

    transaction_id: str
    points: int
    reversed: int = 0
    paid: list[Paid] = field(default_factory=list)


class Payers(RuleBasedStateMachine):
    """One member who buys, pays with points, returns, and is looked at."""

    template: bytes | None = None

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        file = Path(self.stack.enter_context(TemporaryDirectory())) / "gateway.sqlite3"
        if Payers.template is None:
            upgrade(f"sqlite:///{file}")
            Payers.template = file.read_bytes()
        file.write_bytes(Payers.template)
        self.world: TicketWorld = self.stack.enter_context(ticket_world(f"sqlite:///{file}"))
        self.world.set_rules(RULES)
        self.world.caller = _reviewer(self.world)
        self.world.clock.advance(minutes=1)
        self.till = self.world.till(device="pos1")
        self.number = 0
        self.tickets: list[Paid] = []
        self.redeemed: list[Redeemed] = []

    def name(self, letter: str) -> str:
        self.number += 1
        return f"{letter}-{self.number}"

    @rule(pounds=st.lists(st.integers(1, 40), min_size=1, max_size=3), quantity=st.integers(1, 3), points=POINTS)
    def buy(self, pounds: list[int], quantity: int, points: int) -> None:
        amount = min(sum(pounds), points // 4)
        self._buy(pounds, quantity, Withdrawal(Decimal(points), Decimal(amount)) if points % 2 else None)

    @precondition(lambda self: self.redeemed)
    @rule(data=st.data(), pounds=st.integers(1, 40))
    def pay_with_what_the_till_moved(self, data: st.DataObject, pounds: int) -> None:
        moved = data.draw(st.sampled_from(self.redeemed))
        withdrawal = Withdrawal(Decimal(moved.points), Decimal(1), moved.transaction_id)
        bought = self._buy([pounds], 2, withdrawal)
        assert bool(bought) == (not moved.paid and not moved.reversed)
        if bought:
            moved.paid.append(bought)

    def _buy(self, pounds: list[int], quantity: int, withdrawal: Withdrawal | None) -> Paid | None:
        name, before = self.name("R"), self.world.balances()
        amounts = [f"{each}.00" for each in pounds]
        more = {"quantity": str(quantity), "withdrawals": (withdrawal,) if withdrawal else (), "business_date": TODAY}
        try:
            answer = self.world.send(name, *amounts, **more)
        except (WithdrawalNotCovered, WithdrawalNotFound, InvalidInput):
            assert withdrawal
            assert withdrawal.transaction_id or withdrawal.points > before[0]
            assert self.world.balances() == before
            return None
        again = self.world.send(name, *amounts, **more)
        assert (again.is_replay, again.withdrawn, again.status) == (True, answer.withdrawn, answer.status)
        paid = withdrawal.amount if withdrawal else 0
        assert answer.earned == (0 if answer.status is TicketStatus.REVIEW else int(sum(pounds) - paid))
        bought = Paid(name, str(answer.ticket_id), [quantity] * len(pounds), answer.status, self.world.clock.now())
        bought.transaction_id = withdrawal.transaction_id if withdrawal else ""
        self._count(bought, answer)
        self.tickets.append(bought)
        return bought

    def _count(self, ticket: Paid, answer: TicketReceipt) -> None:
        for name in ("earned", "taken_back", "withdrawn", "given_back"):
            setattr(ticket, name, getattr(ticket, name) + int(getattr(answer, name)))

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), line=st.integers(0, 2), everything=st.booleans())
    def give_back(self, data: st.DataObject, line: int, everything: bool) -> None:
        ticket = data.draw(st.sampled_from(self.tickets))
        if not everything and (line >= len(ticket.left) or not ticket.left[line]):
            return
        lines = () if everything else ((line + 1, "1"),)
        answer = self.world.give_back(self.name("B"), ticket.receipt, *lines)
        ticket.left = [0] * len(ticket.left) if everything else _less(ticket.left, line)
        self._count(ticket, answer)
        if everything:
            assert ticket.given_back + ticket.reversed_by_till == ticket.withdrawn
            assert ticket.taken_back == ticket.earned

    @rule(points=POINTS)
    def redeem_at_the_till(self, points: int) -> None:
        name = self.name("T")
        if not self.till.send(name, f"-{points}").error:
            self.redeemed.append(Redeemed(name, points))

    @precondition(lambda self: self.redeemed)
    @rule(data=st.data(), points=POINTS)
    def reverse_at_the_till(self, data: st.DataObject, points: int) -> None:
        moved = data.draw(st.sampled_from(self.redeemed))
        given_back = sum(ticket.given_back for ticket in moved.paid)
        reply = self.till.send(self.name("T"), str(points), original_transaction_id=moved.transaction_id)
        assert bool(reply.error) == (points > moved.points - moved.reversed - given_back)
        if not reply.error:
            moved.reversed += points
            for ticket in moved.paid:
                ticket.reversed_by_till += points

    @precondition(lambda self: any(ticket.status is TicketStatus.REVIEW for ticket in self.tickets))
    @rule(data=st.data(), is_approved=st.booleans())
    def look(self, data: st.DataObject, is_approved: bool) -> None:
        ticket = data.draw(st.sampled_from([each for each in self.tickets if each.status is TicketStatus.REVIEW]))
        caller = self.world.caller
        assert ticket.earned == ticket.taken_back == 0
        for is_replay in (False, True):
            if is_approved:
                answer = self.world.approve(caller, ticket.ticket_id)
            else:
                answer = self.world.reject(caller, ticket.ticket_id, "no")
            assert answer.is_replay == is_replay
        ticket.status, ticket.earned, ticket.taken_back = answer.status, int(answer.earned), int(answer.taken_back)
        if is_approved:
            with pytest.raises(TicketNotInReview):
                self.world.reject(caller, ticket.ticket_id, "no")

    @rule(minutes=st.integers(1, 90))
    def wait(self, minutes: int) -> None:
        self.world.clock.advance(minutes=minutes)

    @invariant()
    def every_point_is_where_it_belongs(self) -> None:
        for ticket in self.tickets:
            assert 0 <= ticket.given_back <= ticket.withdrawn
            assert 0 <= ticket.taken_back <= ticket.earned
        qualifying = sum(ticket.earned - ticket.taken_back for ticket in self.tickets)
        own = sum(ticket.withdrawn for ticket in self.tickets if not ticket.transaction_id)
        tills = sum(moved.points - moved.reversed for moved in self.redeemed)
        given_back = sum(ticket.given_back for ticket in self.tickets)
        assert self.world.balances() == [qualifying - own - tills + given_back, 0, qualifying, 0]
        self.world.check_books()

    @invariant()
    def no_hour_gives_more_than_it_may_before_somebody_looks(self) -> None:
        given = [each.occurred_at for each in self.tickets if each.status is TicketStatus.BOOKED and each.earned]
        assert all(sum(first <= moment < first + HOUR for moment in given) <= 3 for first in given)

    def teardown(self) -> None:
        self.stack.close()


def _less(left: list[int], line: int) -> list[int]:
    return [each - (place == line) for place, each in enumerate(left)]


def _reviewer(world: TicketWorld) -> Any:
    return replace(world.caller, operations=TILL_OPERATIONS | {Operation.REVIEW_TICKETS})


TestPayers = Payers.TestCase
TestPayers.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)


def approve_again_and_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "give", nothing)


@pytest.mark.parametrize(
    "plant",
    [
        forget_what_paid,
        forget_what_is_left_of_a_movement,
        give_points_before_anybody_looks,
        approve_again_and_again,
        forget_which_movements_paid_before,
    ],
)
def test_the_machine_sees_what_goes_wrong(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    quick = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever the machine meets first
        run_state_machine_as_test(Payers, settings=quick)

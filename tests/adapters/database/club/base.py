"""What the tills of the machine share: the club twice, and sending, comparing and sending again."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from adapters.database.programme_reader import DatabaseProgrammes
from domain.accounts.update_command import UpdateReply
from domain.errors import LoyaltyError
from domain.identity.caller import Operation
from domain.programmes.programme import LateOverspend
from domain.purchases.ticket import ReturnedLine, Withdrawal
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from tests.adapters.database.club.model import ACCOUNTS, CARDS, MEMBERS, NAMES, Club
from tests.adapters.database.club.points import Refused
from tests.adapters.database.club.purchases import Order, Told
from tests.adapters.database.club.reads import Reads, expected
from tests.adapters.database.club.rules import Rules, Versions
from tests.adapters.database.club.tiers import Ladder
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world
from tests.builders import figures

Answer = TypeVar("Answer")
Database = Callable[[], AbstractContextManager[str]]

RULES = st.builds(
    Rules,
    days=st.sampled_from([0, 0, 0, 10, 30]),
    months=st.sampled_from([0, 1, 1, 2]),
    day=st.sampled_from([None, None, (12, 31)]),
    tickets_an_hour=st.sampled_from([None, None, 2]),
    points_an_hour=st.sampled_from([None, None, 60]),
    notice=st.sampled_from([0, 10]),
)
LADDERS = st.builds(
    Ladder,
    levels=st.sampled_from(
        [(("BASE", 0, 0), ("SILVER", 40, 30), ("GOLD", 90, 90)), (("SILVER", 40, 40), ("GOLD", 90, 50))]
    ),
    term=st.sampled_from(["", "year", "months"]),
    points_end=st.sampled_from(["never", "each-year", "with-tier"]),
    fall=st.sampled_from(["to-points", "one-level"]),
)
ROWS = "SELECT " + ", ".join(
    f"(SELECT COUNT(*) FROM {table})"
    for table in (
        "ticket",
        "ticket_line",
        "escrow_lot",
        "movement",
        "entry",
        "idempotency_key",
        "outbox",
        "tier_change",
    )
)


class ClubBase(RuleBasedStateMachine):
    """A club on a new database and the same club by the plain rules, with all that was sent and answered."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.world: TicketWorld = self.stack.enter_context(ticket_world(self.stack.enter_context(database())))
        assert self.world.records
        self.records = self.world.records
        self.records.card("63350003", "101")
        self.records.account("L-3", customer_number="101")
        self.reads = Reads(self.world)
        self.number = 0
        self.receipts: dict[str, TicketReceipt] = {}
        self.tickets: dict[str, tuple[str, Callable[[], TicketReceipt]]] = {}
        self.updates: dict[str, tuple[UpdateReply, Callable[[], UpdateReply]]] = {}

    @initialize(
        rules=RULES, ladder=LADDERS, passes=st.booleans(), overspend=st.sampled_from(["refuse", "allow", "cap"])
    )
    def begin(self, rules: Rules, ladder: Ladder, passes: bool, overspend: str) -> None:
        begun = self.world.clock.now()
        self.world.clock.advance(minutes=1)
        versions = Versions([begun - timedelta(days=365)], [Rules()])
        self.club = Club(self.world.clock.now(), versions, ladder, passes, overspend)
        self.set_rules(rules)

    def set_rules(self, rules: Rules) -> None:
        """The next version, from now on, and the programme read again as every till does."""
        self.world.set_rules(rules.form(self.club.ladder))
        self.club.change_rules(rules)
        programme = DatabaseProgrammes(self.records.reader).by_id(CLUB.id)
        assert programme
        overspend, passes = LateOverspend(self.club.overspend), self.club.may_pass_floor
        ledger = replace(programme.rules, late_overspend=overspend, reversal_may_pass_floor=passes)
        programme = replace(programme, rules=ledger)
        self.world.caller = replace(self.world.caller, programme=programme, operations=frozenset(Operation))

    def name(self, letter: str) -> str:
        """A name that was never used."""
        self.number += 1
        return f"{letter}-{self.number}"

    def deliver(self, orders: Sequence[Order]) -> None:
        """Send these tickets in one message: each is booked, refused or known as the plain rules say."""
        drafts, before = [self.draft(order) for order in orders], self.rows()
        results = self.world.book(self.world.caller, drafts)
        is_all_refused = True
        for order, draft, result in zip(orders, drafts, results, strict=True):
            if order.receipt in self.receipts:
                self.is_known(order.receipt, result)
                continue
            told = self.by_the_rules(partial(Club.book, order=order))
            if isinstance(told, Refused) or isinstance(result, Exception):
                self.is_refused(told, result)
                continue
            is_all_refused = False
            self.is_as_told(told, result)
            self.receipts[order.receipt] = result
            self.tickets[order.receipt] = order.receipt, partial(self.booked, draft)
        assert not is_all_refused or self.rows() == before, "a refusal left something behind"
        self.club.settle()

    def decide(self, name: str, receipt: str, ask: Callable[[], TicketReceipt], rule: Callable[[Club], Told]) -> None:
        """Claim a ticket or decide on its review: a new answer to it, by the plain rules."""
        before, told = self.rows(), self.by_the_rules(rule)
        try:
            answer = ask()
        except LoyaltyError as error:
            self.is_refused(told, error)
            assert self.rows() == before
            return
        assert isinstance(told, Told), told
        if answer.is_replay:
            self.is_known(receipt, answer)
            assert self.rows() == before
        else:
            self.is_as_told(told, answer)
            self.receipts[receipt], self.tickets[name] = answer, (receipt, ask)
        self.club.settle()

    def update(self, name: str, send: Callable[[], UpdateReply], rule: Callable[[Club], None], number: str) -> bool:
        """Move a balance, where the plain rules let it move; whether they do."""
        told = self.by_the_rules(rule)
        try:
            reply = send()
        except LoyaltyError as error:
            self.is_refused(told, error)
        else:
            self.is_refused(told, reply.error) if reply.error else None
            assert reply.error or not isinstance(told, Refused), told
            assert not reply.replayed
            points = self.club.points[number]
            assert figures(reply) == (points.balance, points.held, points.available)
            self.updates[name] = reply, send
        self.club.settle()
        return not isinstance(told, Refused)

    def by_the_rules(self, rule: Callable[[Club], Answer]) -> Answer | Refused:
        """What the plain rules say; a refusal leaves the club as it was."""
        trial = deepcopy(self.club)
        trial.settle()
        try:
            told = rule(trial)
        except Refused as refused:
            return refused
        self.club = trial
        return told

    def is_refused(self, told: object, error: object) -> None:
        assert isinstance(told, Refused), f"the product says {error!r}"
        assert type(error).__name__ == str(told)

    def is_as_told(self, told: Told, answer: TicketReceipt) -> None:
        """The receipt says what the plain rules say."""
        assert not answer.is_replay
        four = (answer.spendable, answer.spendable_escrow, answer.tier_qualifying, answer.tier_qualifying_escrow)
        balances = tuple(int(each) for each in four if each is not None)
        said = (answer.earned, answer.taken_back, answer.withdrawn, answer.given_back)
        assert tuple(map(int, said)) == (told.earned, told.taken_back, told.withdrawn, told.given_back)
        assert answer.status.value == told.status
        assert balances == (told.balances or ())

    def is_known(self, receipt: str, answer: object) -> None:
        """The first answer again."""
        assert answer == replace(self.receipts[receipt], is_replay=True)

    def draft(self, order: Order) -> TicketDraft:
        """The ticket on the wire."""
        named = (
            {"customer_number": order.who, "card_number": ""} if order.who in NAMES and order.who not in CARDS else {}
        )
        more: dict[str, Any] = {"card_number": order.who, "occurred_at": order.at, "business_date": TODAY, **named}
        if order.original:
            back = [ReturnedLine(place, quantity, Decimal(0)) for place, quantity in order.back or ()]
            more |= {
                "original": OriginalDraft(order.original, TODAY),
                "returned": tuple(back),
                "cancels": order.back is None,
            }
        if order.payment:
            paid = order.payment
            more["withdrawals"] = (Withdrawal(Decimal(paid.points), Decimal(paid.amount), paid.moved),)
        return self.world.draft(order.receipt, *order.amounts, quantity=order.quantity, request_key=order.key, **more)

    def booked(self, draft: TicketDraft) -> TicketReceipt:
        """The receipt of one ticket; raises what it is refused with."""
        (result,) = self.world.book(self.world.caller, [draft])
        if isinstance(result, Exception):
            raise result
        return result

    def rows(self) -> list[Any]:
        """How many rows there are, and all balances."""
        counts = self.records.reader.row(ROWS, ())
        return [*counts, *(self.world.balances(number) for number in ACCOUNTS)]

    def replay(self, names: Sequence[str]) -> None:
        """Send tickets again: nothing moves, and each gets its first answer."""
        rows = self.rows()
        for name in names:
            receipt, send = self.tickets[name]
            self.is_known(receipt, send())
        assert self.rows() == rows, "sending again moved something"

    def replay_updates(self, names: Sequence[str]) -> None:
        """Send updates again: each gets its first answer, and no balance is told otherwise."""
        for name in names:
            first, send = self.updates[name]
            again = send()
            assert again.replayed
            assert (again.outcome, again.figures, again.moved) == (first.outcome, first.figures, first.moved)

    @invariant()
    def every_read_tells_what_the_rules_say(self) -> None:
        assert self.reads.tell() == expected(self.club)

    @invariant()
    def every_point_is_backed(self) -> None:
        """What a member has of purchases is what they earned less what came back, whatever else has happened."""
        for number in MEMBERS:
            sales = [sale for sale in self.club.sales.values() if sale.owner == number]
            for sale in sales:
                assert 0 <= sum(line.points_back for line in sale.lines) <= sale.told.earned
                assert 0 <= sum(line.paid_back for line in sale.lines) <= sale.told.withdrawn
                assert all(line.points_back == line.points for line in sale.lines if line.back == line.quantity)

    def teardown(self) -> None:
        """In the end send everything again in another order, prove the books, and let the worker do all that is left."""
        try:
            if self.number:
                names, others = list(self.tickets), list(self.updates)
                for each in (names, others):
                    Random(self.number).shuffle(each)  # noqa: S311 - an order, no secret
                self.replay(names)
                self.replay_updates(others)
                self.every_read_tells_what_the_rules_say()
                self.world.check_books()
        finally:
            self.stack.close()

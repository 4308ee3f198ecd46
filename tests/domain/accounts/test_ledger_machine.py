"""Any order of sales, holds, completions, cancellations, reversals, resends and waiting keeps the books right."""

from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.accounts.account import Account, AccountStatus, AccountType, Unit
from domain.accounts.entry_hash import GENESIS, hash_entry
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import Phase, UpdateReply
from domain.errors import KeyReuse
from domain.identity.caller import Caller
from tests.builders import TestClock, Till, programme
from tests.fakes.ledger import FakeLedger

AMOUNTS = st.integers(-40, 40).map(str)
IDS = st.sampled_from("abcdef")
REFERENCES = st.sampled_from(["", "", "x", "y"])


class LedgerMachine(RuleBasedStateMachine):
    """One till at one account whose available amount may never fall below zero."""

    @initialize()
    def open(self) -> None:
        self.ledger, self.clock = FakeLedger(), TestClock()
        self.account = Account(
            1, 1, AccountType.LOYALTY, "100", None, None, "GBP", Unit.POINTS, 0, AccountStatus.ACTIVE
        )
        self.ledger.add_account(self.account)
        caller = Caller(programme(reversal_may_pass_floor=False), 1, "till-1")
        self.till = Till(UpdateBalanceUseCase(self.ledger, self.clock), self.clock, caller)
        self.sent: list[tuple[dict[str, Any], UpdateReply]] = []

    def send(self, **command: Any) -> None:
        before = self.account.balance
        try:
            reply = self.till.send(**command)
        except KeyReuse:
            assert self.account.balance == before
            return
        if reply.outcome is not Outcome.SUCCESS or reply.replayed:
            assert self.account.balance == before, "only Success moves, and only once"
        self.sent.append((command, reply))

    @rule(transaction_id=IDS, amount=AMOUNTS, reference_id=REFERENCES)
    def sell(self, transaction_id: str, amount: str, reference_id: str) -> None:
        self.send(transaction_id=transaction_id, amount=amount, reference_id=reference_id)

    @rule(transaction_id=IDS, amount=AMOUNTS, reference_id=REFERENCES)
    def hold(self, transaction_id: str, amount: str, reference_id: str) -> None:
        self.send(transaction_id=transaction_id, amount=amount, reference_id=reference_id, phase=Phase.HOLD)

    @rule(transaction_id=IDS, reference_id=REFERENCES)
    def cancel(self, transaction_id: str, reference_id: str) -> None:
        self.send(transaction_id=transaction_id, amount=None, reference_id=reference_id, phase=Phase.CANCEL)

    @rule(transaction_id=IDS, original=IDS, amount=st.none() | AMOUNTS)
    def refer_back(self, transaction_id: str, original: str, amount: str | None) -> None:
        self.send(transaction_id=f"r{transaction_id}", amount=amount, original_transaction_id=original)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        command, first = data.draw(st.sampled_from(self.sent))
        again = self.till.send(**command)
        assert again.replayed
        assert (again.outcome, again.figures, again.moved) == (first.outcome, first.figures, first.moved)

    @rule(days=st.integers(1, 10))
    def wait(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def balance_is_the_sum_of_entries(self) -> None:
        entries = self.ledger.books.changes.entries
        assert self.account.balance == sum(entry.amount for entry in entries)
        assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))

    @invariant()
    def what_is_held_is_covered(self) -> None:
        holds = self.ledger.books.changes.holds_placed
        held = sum(hold.reserves(self.clock.now()) for hold in holds)
        assert self.account.balance - held >= 0
        assert self.account.open_holds == sum(hold.state.value == "open" for hold in holds)

    @invariant()
    def nothing_is_reversed_twice(self) -> None:
        movements = {movement.id: movement for movement in self.ledger.books.changes.movements}
        taken: dict[int, int] = {}
        for movement in movements.values():
            if movement.kind.value == "reversal" and movement.original_id:
                taken[movement.original_id] = taken.get(movement.original_id, 0) + movement.moved
        for original_id, back in taken.items():
            moved = movements[original_id].moved
            assert abs(back) <= abs(moved)
            assert Decimal(back) * moved <= 0

    @invariant()
    def the_chain_holds(self) -> None:
        previous = GENESIS
        changes = self.ledger.books.changes
        for entry, movement in zip(changes.entries, changes.movements, strict=True):
            assert entry.previous_hash == previous
            assert entry.hash == hash_entry(previous, entry.sequence, movement)
            previous = entry.hash


LedgerMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLedgerMachine = LedgerMachine.TestCase

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
    """One till at two accounts whose available amounts may never fall below zero."""

    @initialize()
    def open(self) -> None:
        self.ledger, self.clock = FakeLedger(), TestClock()
        self.account, self.other = (
            Account(
                number, 1, AccountType.LOYALTY, f"{number}00", None, None, "GBP", Unit.POINTS, 0, AccountStatus.ACTIVE
            )
            for number in (1, 2)
        )
        self.ledger.add_account(self.account)
        self.ledger.add_account(self.other)
        caller = Caller(programme(reversal_may_pass_floor=False), 1, "till-1")
        self.till = Till(UpdateBalanceUseCase(self.ledger, self.clock), self.clock, caller)
        self.sent: list[tuple[dict[str, Any], UpdateReply]] = []

    def send(self, **command: Any) -> UpdateReply | None:
        before = self.account.balance, self.other.balance
        try:
            reply = self.till.send(**command)
        except KeyReuse:
            assert (self.account.balance, self.other.balance) == before
            return None
        if reply.outcome is not Outcome.SUCCESS or reply.replayed:
            assert (self.account.balance, self.other.balance) == before, "only Success moves, and only once"
        self.sent.append((command, reply))
        return reply

    @rule(transaction_id=IDS, amount=st.integers(1, 40))
    def transfer(self, transaction_id: str, amount: int) -> None:
        together = self.account.balance + self.other.balance
        given = self.send(transaction_id=f"t{transaction_id}", amount=str(-amount))
        if given and given.outcome is Outcome.SUCCESS and not given.replayed:
            taken = self.send(transaction_id=f"t{transaction_id}", amount=str(amount), account_id="200")
            # What an earlier transfer of this id gave to the other account was its own.
            if taken and taken.outcome is Outcome.SUCCESS and not taken.replayed:
                assert self.account.balance + self.other.balance == together

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
        for account in (self.account, self.other):
            entries = [entry for entry in self.ledger.books.changes.entries if entry.account_id == account.id]
            assert account.balance == sum(entry.amount for entry in entries)
            assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))

    @invariant()
    def what_is_held_is_covered(self) -> None:
        for account in (self.account, self.other):
            holds = [hold for hold in self.ledger.books.changes.holds_placed if hold.account_id == account.id]
            held = sum(hold.reserves(self.clock.now()) for hold in holds)
            assert account.balance - held >= 0
            assert account.open_holds == sum(hold.state.value == "open" for hold in holds)

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
        heads = {1: GENESIS, 2: GENESIS}
        changes = self.ledger.books.changes
        for entry, movement in zip(changes.entries, changes.movements, strict=True):
            assert entry.previous_hash == heads[entry.account_id]
            assert entry.hash == hash_entry(heads[entry.account_id], entry.sequence, movement)
            heads[entry.account_id] = entry.hash


LedgerMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLedgerMachine = LedgerMachine.TestCase

"""Any order of sales, holds, completions, cancellations, reversals, resends, merges and waiting keeps the books right."""

from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.accounts.account import Account, AccountStatus, AccountType, Unit
from domain.accounts.entry_hash import GENESIS, hash_entry
from domain.accounts.merge_accounts import MergeAccounts
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import Phase, UpdateReply
from domain.errors import InvalidInput, KeyReuse
from domain.identity.caller import Caller
from tests.builders import TestClock, Till, programme
from tests.fakes.ledger import FakeLedger

AMOUNTS = st.integers(-40, 40).map(str)
IDS = st.sampled_from("abcdef")
REFERENCES = st.sampled_from(["", "", "x", "y"])
NUMBERS = ("100", "200", "300", "400")
ACCOUNTS = st.sampled_from(["100", "100", "100", *NUMBERS])


class LedgerMachine(RuleBasedStateMachine):
    """One till at four accounts whose available amounts may never fall below zero; some become one."""

    @initialize()
    def open(self) -> None:
        self.ledger, self.clock = FakeLedger(), TestClock()
        self.accounts = [
            Account(place, 1, AccountType.LOYALTY, number, None, None, "GBP", Unit.POINTS, 0, AccountStatus.ACTIVE)
            for place, number in enumerate(NUMBERS, 1)
        ]
        for account in self.accounts:
            self.ledger.add_account(account)
        caller = Caller(programme(reversal_may_pass_floor=False), 1, "till-1")
        self.till = Till(UpdateBalanceUseCase(self.ledger, self.clock), self.clock, caller)
        self.sent: list[tuple[dict[str, Any], UpdateReply]] = []

    def balances(self) -> list[int]:
        return [account.balance for account in self.accounts]

    def place_of(self, number: str) -> int:
        """The id of the account that this number leads to."""
        account = next(one for one in self.accounts if one.number == number)
        return account.merged_into_id or account.id

    def send(self, **command: Any) -> UpdateReply | None:
        before = self.balances()
        try:
            reply = self.till.send(**command)
        except KeyReuse:
            assert self.balances() == before
            return None
        if reply.outcome is not Outcome.SUCCESS or reply.replayed:
            assert self.balances() == before, "only Success moves, and only once"
        self.sent.append((command, reply))
        return reply

    @rule(transaction_id=IDS, amount=st.integers(1, 40))
    def transfer(self, transaction_id: str, amount: int) -> None:
        together = sum(self.balances())
        given = self.send(transaction_id=f"t{transaction_id}", amount=str(-amount))
        if given and given.outcome is Outcome.SUCCESS and not given.replayed:
            taken = self.send(transaction_id=f"t{transaction_id}", amount=str(amount), account_id="200")
            # What an earlier transfer of this id gave to the other account was its own.
            if taken and taken.outcome is Outcome.SUCCESS and not taken.replayed:
                assert sum(self.balances()) == together

    @rule(account_id=ACCOUNTS, transaction_id=IDS, amount=AMOUNTS, reference_id=REFERENCES)
    def sell(self, **command: Any) -> None:
        self.send(**command)

    @rule(account_id=ACCOUNTS, transaction_id=IDS, amount=AMOUNTS, reference_id=REFERENCES)
    def hold(self, **command: Any) -> None:
        self.send(**command, phase=Phase.HOLD)

    @rule(account_id=ACCOUNTS, transaction_id=IDS, reference_id=REFERENCES)
    def cancel(self, **command: Any) -> None:
        self.send(**command, amount=None, phase=Phase.CANCEL)

    @rule(account_id=ACCOUNTS, transaction_id=IDS, original=IDS, amount=st.none() | AMOUNTS)
    def refer_back(self, account_id: str, transaction_id: str, original: str, amount: str | None) -> None:
        command = {"transaction_id": f"r{transaction_id}", "original_transaction_id": original}
        self.send(account_id=account_id, amount=amount, **command)

    @rule(number=st.sampled_from(NUMBERS), into=st.sampled_from(NUMBERS))
    def merge(self, number: str, into: str) -> None:
        before, known = self.balances(), self.ledger.books.changes.movements[:]
        merge = MergeAccounts(self.ledger, self.clock)
        try:
            receipt = merge(self.till.caller.programme, AccountType.LOYALTY, number, into, reason="one", operator="")
        except InvalidInput:
            assert (self.balances(), self.ledger.books.changes.movements) == (before, known)
            return
        assert sum(self.balances()) == sum(before)
        if receipt.replayed:
            assert (self.balances(), self.ledger.books.changes.movements) == (before, known)
        assert self.place_of(number) == self.place_of(into)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        command, first = data.draw(st.sampled_from(self.sent))
        account_id = str(command.get("account_id", "100"))
        others = {other.get("account_id", "100") for other, _ in self.sent if _same_but_account(other, command)}
        if others == {account_id}:
            # Nothing else is known by this, so that any number that leads to the account will do.
            place = self.place_of(account_id)
            account_id = data.draw(st.sampled_from([one for one in NUMBERS if self.place_of(one) == place]))
        again = self.till.send(**{**command, "account_id": account_id})
        assert again.replayed
        assert (again.outcome, again.figures, again.moved) == (first.outcome, first.figures, first.moved)

    @rule(days=st.integers(1, 10))
    def wait(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def balance_is_the_sum_of_entries(self) -> None:
        for account in self.accounts:
            entries = [entry for entry in self.ledger.books.changes.entries if entry.account_id == account.id]
            assert account.balance == sum(entry.amount for entry in entries)
            assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))

    @invariant()
    def what_is_held_is_covered(self) -> None:
        for account in self.accounts:
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
        heads = {account.id: GENESIS for account in self.accounts}
        changes = self.ledger.books.changes
        for entry, movement in zip(changes.entries, changes.movements, strict=True):
            assert entry.previous_hash == heads[entry.account_id]
            assert entry.hash == hash_entry(heads[entry.account_id], entry.sequence, movement)
            heads[entry.account_id] = entry.hash

    @invariant()
    def what_was_merged_is_empty_and_closed(self) -> None:
        for account in self.accounts:
            if account.merged_into_id:
                assert (account.balance, account.open_holds, account.status) == (0, 0, AccountStatus.CLOSED)
                assert self.accounts[account.merged_into_id - 1].merged_into_id is None


def _same_but_account(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two commands would be known by one key, if their accounts were one."""
    names = ("transaction_id", "phase")
    return all(one.get(name) == other.get(name) for name in names)


LedgerMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestLedgerMachine = LedgerMachine.TestCase

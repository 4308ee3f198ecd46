"""Accounts that are merged while tills move them by number and card, and send again what they may not have heard of."""

import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from adapters.database.ledger import DatabaseLedger
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.accounts.merge_accounts import MergeAccounts
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import UpdateReply
from domain.identity.caller import Caller
from tests.adapters.database.conftest import merges_of
from tests.adapters.database.records import CLUB, Records, open_records
from tests.adapters.database.test_ledger_races import together
from tests.adapters.database.test_verification import verify
from tests.builders import Till

TILLS, UPDATES = 6, 40
NUMBERS = ("A-1", "A-2", "A-3", "A-4")
NAMES: list[tuple[str, dict[str, Any]]] = [
    *((number, {}) for number in NUMBERS),
    *(("", {"card_number": f"6335000{number}"}) for number in (1, 2, 3, 4)),
]
MERGES = [("A-1", "A-2"), ("A-4", "A-3"), ("A-2", "A-3")]


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    """Four customers, each with a card and an account; all of them are one person, as somebody finds."""
    with open_records(database_url) as made:
        for number in (1, 2, 3, 4):
            made.customer(str(number))
            made.card(f"6335000{number}", str(number))
            made.account(f"A-{number}", customer_number=str(number), balance="1000")
        yield made


def till_at(records: Records, ledger: DatabaseLedger, number: int) -> Till:
    return Till(UpdateBalanceUseCase(ledger, records.clock), records.clock, Caller(CLUB, 1, "t"), device=f"pos{number}")


def test_nothing_is_lost_or_given_twice_across_merges(records: Records) -> None:
    """Two ledgers stand for two processes."""
    ledgers = [DatabaseLedger(records.store, UnitOfWork(records.store)) for _ in range(2)]
    merge = MergeAccounts(merges_of(records.store), records.clock)
    sent: list[list[tuple[str, dict[str, Any], UpdateReply]]] = [[] for _ in range(TILLS)]

    def merge_two(one: str, into: str, _: int) -> None:
        merge(CLUB, AccountType.LOYALTY, one, into, reason="r", operator="")

    def work(number: int) -> int:
        if number == TILLS:
            for one, into in MERGES * 2:
                together(2, partial(merge_two, one, into))
            return 0
        till, dice, moved = till_at(records, ledgers[number % 2], number), random.Random(number), 0  # noqa: S311
        for place in range(UPDATES):
            account, more = dice.choice(NAMES)
            command = {"amount": str(dice.choice((-3, 2, 5))), "account_id": account, **more}
            first = till.send(f"{place}", **command)
            assert first.outcome is Outcome.SUCCESS
            assert not first.replayed
            moved += first.moved
            # The till heard nothing, and sends again; the account may have been merged since.
            name, known, before = dice.choice([*sent[number], (f"{place}", command, first)])
            again = till.send(name, **known)
            assert (again.replayed, again.movement_id, again.figures) == (True, before.movement_id, before.figures)
            sent[number].append((f"{place}", command, first))
        return moved

    moved = sum(together(TILLS + 1, work))
    assert records.reader.row("SELECT SUM(balance) FROM account")[0] == 4 * 1000_0000 + moved
    assert records.count("account", "status = 'ACTIVE' AND merged_into_id IS NULL") == 1
    assert records.count("account", "balance <> 0") == 1
    assert not verify(records.store)[1]
    _send_all_again(records, ledgers, sent)
    assert records.count("movement", "kind IN ('earn', 'redeem')") == TILLS * UPDATES


def _send_all_again(records: Records, ledgers: list[DatabaseLedger], sent: list[Any]) -> None:
    """By any name that any of the accounts ever had."""
    dice = random.Random(1)  # noqa: S311 - any name will do
    for number in range(TILLS):
        till = till_at(records, ledgers[(number + 1) % 2], number)
        for name, known, before in sent[number]:
            account, more = dice.choice(NAMES)
            again = till.send(name, known["amount"], account_id=account, **more)
            assert (again.replayed, again.movement_id, again.figures) == (True, before.movement_id, before.figures)


def test_a_sale_that_is_reversed_by_both_numbers_at_once_is_reversed_once(records: Records) -> None:
    ledgers = [DatabaseLedger(records.store, UnitOfWork(records.store)) for _ in range(2)]
    for sale in range(20):
        till_at(records, ledgers[0], 0).send(f"s{sale}", "10", account_id="A-1")
    merge = MergeAccounts(merges_of(records.store), records.clock)

    def work(number: int) -> int:
        if number == 4:
            merge(CLUB, AccountType.LOYALTY, "A-1", "A-2", reason="r", operator="")
            return 0
        till, done = till_at(records, ledgers[number % 2], number), 0
        for sale in range(20):
            account, more = NAMES[4 if number % 2 else 0]
            reply = till.send(
                f"b{sale}", None, account_id=account, original_transaction_id=f"s{sale}", original_device="pos0", **more
            )
            done += reply.outcome is Outcome.SUCCESS
        return done

    assert sum(together(5, work)) == 20
    assert records.reader.row("SELECT SUM(balance) FROM account")[0] == 4 * 1000_0000
    assert not verify(records.store)[1]

"""What a queue of tills can do to the books: nothing that one till could not."""

import threading
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from adapters.database.engine import open_store
from adapters.database.reading import Reader
from tests.journeys.conftest import Shop
from tests.journeys.tills import Answer, Till

UPDATES = 200
COPIES = 50
ACCOUNTS = ("r1", "r2", "r3", "r4", "r5")
SPENDERS = 64


def rows(shop: Shop, statement: str) -> list[Any]:
    """Rows of the database under the program."""
    store = open_store(shop.database_url, pool_size=1)
    try:
        return Reader(store).rows(statement)
    finally:
        store.close()


def tills_at_once(shop: Shop, count: int, work: Callable[[Till, int], list[Answer]]) -> list[list[Answer]]:
    """Each of `count` tills, every second one SOAP, does its work at the same time; what each was told."""
    told: list[list[Answer]] = [[] for _ in range(count)]
    failures: list[BaseException] = []

    def run(number: int) -> None:
        till: Till = shop.soap if number % 2 else shop.rest
        try:
            told[number] = work(till, number)
        except BaseException as error:  # noqa: BLE001 - raised below, where the test sees it
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return told


def copy_of(number: int, till: int) -> dict[str, Any]:
    """Update `number` as this till sends it: all copies say the same, but that some carry an explicit key.

    For every fifth, five accounts race under one explicit key, which only one of them may get: on PostgreSQL nothing
    but the uniqueness of keys is between two accounts (on SQLite writers take turns). Some others have a key beside
    their transaction id, in half of the copies.
    """
    update: dict[str, Any] = {
        "deviceId": "pos1@0001.enactor",
        "accountType": "customerLoyaltyAccount",
        "accountId": ACCOUNTS[0],
        "updateAmount": 1 + number % 7,
    }
    if is_contested(number):
        return update | {"accountId": ACCOUNTS[till // 2 % len(ACCOUNTS)], "key": f"k{number}"}
    key = {"key": f"k{number}"} if number % 5 == 3 and till // 2 % 2 else {}
    return update | {"transactionId": f"t{number}"} | key


def is_contested(number: int) -> bool:
    """Whether several accounts race for this update."""
    return number % 5 == 0


def test_fifty_copies_of_two_hundred_updates_move_two_hundred_times(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("\n".join(["account_type,number", *(f"loyalty,{number}" for number in ACCOUNTS)]))
    shop.command("import", "accounts", str(file))
    with shop.again(PROCESSES="2") as served:
        before = rows(served, "SELECT COUNT(*) FROM movement")[0][0]
        barrier = threading.Barrier(COPIES)

        def send(till: Till, number: int) -> list[Answer]:
            answers = []
            for update in range(UPDATES):
                if is_contested(update):
                    barrier.wait()
                answers.append(till.update(**copy_of(update, number)))
            return answers

        told = tills_at_once(served, COPIES, send)
        won = Counter[str]()
        for number in range(UPDATES):
            by_account: dict[str, list[Answer]] = {}
            for till, answers in enumerate(told):
                by_account.setdefault(copy_of(number, till)["accountId"], []).append(answers[number])
            won[winner(by_account)] += 1 + number % 7
        assert rows(served, "SELECT COUNT(*) FROM movement")[0][0] - before == UPDATES
        for account, balance in won.items():
            figures = (Decimal(balance), Decimal(0), Decimal(balance))
            assert served.rest.enquire("customerLoyaltyAccount", account).figures == figures


def winner(by_account: dict[str, list[Answer]]) -> str:
    """The account that the copies of an update moved, once; every copy for another one was told that the key is taken."""
    (account,) = [name for name, copies in by_account.items() if copies[0].outcome == "Success"]
    for name, copies in by_account.items():
        if name == account:
            assert {answer.outcome for answer in copies} == {"Success"}
            assert len({answer.figures for answer in copies}) == 1, "every copy tells the first one's figures"
            assert [answer.replayed for answer in copies].count(False) == 1
        else:
            told = {(answer.outcome, answer.error_code) for answer in copies}
            assert told == {("", "IdempotencyMismatch")}, "a key is one account's"
    return account


def test_spenders_never_take_an_account_below_zero(shop: Shop) -> None:
    shop.open_account("hot", "1000")
    stop = threading.Event()
    seen: list[Decimal] = []

    def watch() -> None:
        till = shop.rest
        while not stop.is_set():
            figures = till.enquire("customerLoyaltyAccount", "hot").figures
            assert figures
            seen.append(min(figures))

    def spend(till: Till, number: int) -> list[Answer]:
        return [
            till.update(
                transactionId=f"{number}-{sale}",
                deviceId="pos1@0001.enactor",
                accountType="customerLoyaltyAccount",
                accountId="hot",
                updateAmount=-7,
            )
            for sale in range(4)
        ]

    watcher = threading.Thread(target=watch)
    watcher.start()
    told = [answer for answers in tills_at_once(shop, SPENDERS, spend) for answer in answers]
    stop.set()
    watcher.join()
    outcomes = [(answer.outcome, answer.error_code) for answer in told]
    assert outcomes.count(("Success", "")) == 1000 // 7
    assert outcomes.count(("Fail", "InsufficientFunds")) == len(told) - 1000 // 7
    assert all(min(answer.figures or (Decimal(-1),)) >= 0 for answer in told)
    assert seen
    assert min(seen) >= 0
    assert rows(shop, "SELECT balance FROM account WHERE number = 'hot'")[0][0] == (1000 - 7 * 142) * 10_000

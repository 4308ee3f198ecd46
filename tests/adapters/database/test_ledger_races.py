"""What only a real database can show: races, the chain of entries, rows that may not change."""

import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from adapters.database.books_rows import movement_from
from adapters.database.expired_holds import DatabaseExpiredHolds
from adapters.database.ledger import DatabaseLedger
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.entry_hash import GENESIS, hash_entry
from domain.accounts.lapse_holds import LapseHolds
from domain.accounts.outcome import Outcome
from domain.accounts.update_command import UpdateReply
from tests.adapters.database.conftest import World
from tests.builders import figures

_MOVEMENTS = "SELECT m.*, e.sequence, e.previous_hash, e.hash FROM entry e JOIN movement m ON m.id = e.movement_id ORDER BY e.account_id, e.sequence"


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work` with 0 to count - 1, all at the same moment; give the results in that order."""
    results: list[Any] = [None] * count
    barrier = threading.Barrier(count)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except BaseException as error:  # noqa: BLE001 - raised again where the test can see it
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def counted(world: World, statement: str) -> Any:
    assert world.store
    return Reader(world.store).row(statement)[0]


def test_simultaneous_copies_move_once(database_world: World) -> None:
    database_world.account()
    tills = [database_world.till() for _ in range(50)]
    for update in range(8):

        def send(number: int, name: str = f"t{update}") -> UpdateReply:
            return tills[number].send(name, "5")

        replies: list[UpdateReply] = together(50, send)
        assert {reply.movement_id for reply in replies} == {replies[0].movement_id}
        assert [reply.replayed for reply in replies].count(False) == 1
    assert counted(database_world, "SELECT COUNT(*) FROM movement") == 8
    assert counted(database_world, "SELECT balance FROM account") == 40_0000


def test_copies_through_two_ledgers_with_an_explicit_key_move_once(database_world: World) -> None:
    """Two ledgers stand for two processes; the key is all that their updates share."""
    database_world.account("100")
    database_world.account("200")
    assert database_world.store
    other = World(DatabaseLedger(database_world.store, UnitOfWork(database_world.store)), database_world.add)
    tills = [world.till(account=number) for world in (database_world, other) for number in ("100", "200") * 4]

    def send(number: int) -> str:
        try:
            return tills[number].send("", "5", idempotency_key="k").outcome.value
        except Exception as error:  # noqa: BLE001 - which one is what is asked
            return type(error).__name__

    outcomes = together(16, send)
    assert counted(database_world, "SELECT COUNT(*) FROM movement") == 1
    assert sorted(outcomes) == ["IdempotencyMismatch"] * 8 + ["Success"] * 8


def test_two_ledgers_racing_on_one_account_lose_nothing(database_world: World) -> None:
    """Two ledgers stand for two processes; the account's lock is all that keeps them apart."""
    database_world.account()
    assert database_world.store
    other = World(DatabaseLedger(database_world.store, UnitOfWork(database_world.store)), database_world.add)
    tills = [database_world.till(), other.till()] * 4

    def earn(number: int) -> None:
        for sale in range(25):
            assert tills[number].send(f"{number}-{sale}", "1").outcome is Outcome.SUCCESS

    together(8, earn)
    assert counted(database_world, "SELECT balance FROM account") == 200_0000
    assert counted(database_world, "SELECT MAX(sequence) FROM entry") == 200


def test_racing_spenders_never_overdraw(database_world: World) -> None:
    database_world.account()
    database_world.till().send("opening", "1000")
    tills = [database_world.till() for _ in range(64)]

    def spend(number: int) -> int:
        replies = [tills[number].send(f"{number}-{sale}", "-7") for sale in range(4)]
        assert all(figures(reply)[0] >= 0 for reply in replies)
        return [reply.outcome for reply in replies].count(Outcome.SUCCESS)

    assert sum(together(64, spend)) == 1000 // 7
    assert counted(database_world, "SELECT balance FROM account") == 1000_0000 - 142 * 7_0000


def test_fifty_tills_never_hold_more_than_there_is(database_world: World) -> None:
    """Blnk #181, at once: what is held and what is spent beside it are covered, and each till is told so."""
    database_world.account()
    database_world.till().send("opening", "1000")
    tills = [database_world.till() for _ in range(50)]

    def hold(number: int) -> Outcome:
        reply = (
            tills[number].send("s", "-30", device=f"pos{number}")
            if number % 5 == 0
            else tills[number].hold(f"h{number}", "-30")
        )
        assert figures(reply)[2] >= 0
        return reply.outcome

    assert together(50, hold).count(Outcome.SUCCESS) == 1000 // 30
    held = -counted(database_world, "SELECT SUM(amount) FROM hold WHERE state = 'open'")
    assert counted(database_world, "SELECT balance FROM account") - held == 10_0000


def test_the_books_agree_and_the_chain_holds(database_world: World) -> None:
    assert database_world.store
    for number in ("1", "2", "3"):
        database_world.account(number)
    tills = [database_world.till(account=number) for number in ("1", "2", "3") * 3]

    def trade(number: int) -> None:
        till = tills[number]
        till.send(f"{number}", "50")
        till.hold(f"{number}h", "-20")
        till.send(f"{number}h", "-10")
        till.send(f"{number}r", None, original_transaction_id=f"{number}")

    together(9, trade)
    rows = Reader(database_world.store).rows(_MOVEMENTS)
    by_account: dict[int, list[Any]] = {}
    for row in rows:
        by_account.setdefault(row[2], []).append(row)
    heads = dict(Reader(database_world.store).rows("SELECT id, head_hash FROM account"))
    for account_id, chain in by_account.items():
        assert [row[19] for row in chain] == list(range(1, 13)), "sequence without gaps"
        assert bytes(chain[0][20]) == GENESIS
        assert all(bytes(before[21]) == bytes(after[20]) for before, after in pairwise(chain))
        for row in chain:
            assert bytes(row[21]) == hash_entry(bytes(row[20]), row[19], movement_from(row))
        assert bytes(heads[account_id]) == bytes(chain[-1][21])
    assert counted(database_world, "SELECT COUNT(*) FROM outbox") == len(rows) == 36
    total = counted(database_world, "SELECT SUM(amount) FROM entry")
    assert total == counted(database_world, "SELECT SUM(balance) FROM account")


def test_expired_holds_are_released_once_by_workers_side_by_side(database_world: World) -> None:
    database_world.account()
    assert database_world.store
    till = database_world.till()
    till.send("opening", "100")
    for number in range(10):
        till.hold(f"h{number}", "-10")
    till.clock.advance(days=16)
    store = database_world.store

    def work() -> int:
        return LapseHolds(DatabaseExpiredHolds(store, Reader(store), UnitOfWork(store)), till.clock)()

    together(4, lambda _: work())
    assert work() == 0
    assert counted(database_world, "SELECT COUNT(*) FROM movement WHERE kind = 'release'") == 10
    assert counted(database_world, "SELECT open_holds FROM account") == 0
    assert figures(till.send("2", "-100")) == (0, 0, 0)

"""A merge holds both accounts from when it reads them: a till that moves one meanwhile waits, and its points go along.

The merge is stopped where it has read the accounts and written nothing, by somebody who holds a row that it deletes first.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest

from adapters.database.bulk_rows import put_rows
from adapters.database.ledger import DatabaseLedger
from adapters.database.tier_tables import tier_standing
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.accounts.merge_accounts import MergeAccounts
from domain.accounts.outcome import Outcome
from domain.errors import InvalidInput
from tests.adapters.database.conftest import merges_of
from tests.adapters.database.records import CLUB, Records, open_records
from tests.adapters.database.test_merge_races import till_at
from tests.adapters.database.test_verification import verify

SECONDS = 20
WAITING = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def records(migrated_postgresql_url: str) -> Iterator[Records]:
    with open_records(migrated_postgresql_url) as made:
        for number in (1, 2, 3):
            made.account(f"A-{number}", balance="100")
        standing = {"tier": "", "joined_at": 0, "changes": 0, "programme_id": CLUB.id}
        with UnitOfWork(made.store).transaction() as connection:
            ids = [row[0] for row in made.reader.rows("SELECT id FROM account")]
            put_rows(connection, tier_standing, [standing | {"account_id": each} for each in ids])
        yield made


@pytest.mark.parametrize("amount", ["7", "-7"])
@pytest.mark.parametrize("moved", ["A-1", "A-2"])
def test_a_till_that_moves_an_account_in_the_middle_of_its_merge_waits_for_it(
    records: Records, moved: str, amount: str
) -> None:
    def move() -> None:
        till = till_at(records, DatabaseLedger(records.store, UnitOfWork(records.store)), 1)
        assert till.send("t1", amount, account_id=moved).outcome is Outcome.SUCCESS

    in_the_middle(records, ("A-1", "A-2"), move)
    assert balances(records) == {"A-1": 0, "A-2": 200_0000 + int(amount) * 10_000, "A-3": 100_0000}
    assert not verify(records.store)[1]


@pytest.mark.parametrize(("second", "left"), [(("A-2", "A-3"), "A-3"), (("A-3", "A-2"), "A-2")])
def test_a_second_merge_of_one_of_the_accounts_waits_for_the_first(
    records: Records, second: tuple[str, str], left: str
) -> None:
    in_the_middle(records, ("A-1", "A-2"), lambda: merge(records, *second))
    assert {number: balance for number, balance in balances(records).items() if balance} == {left: 300_0000}
    assert not verify(records.store)[1]


def test_nothing_is_merged_into_an_account_that_is_just_being_merged(records: Records) -> None:
    def merge_third() -> None:
        with pytest.raises(InvalidInput):
            merge(records, "A-3", "A-1")

    in_the_middle(records, ("A-1", "A-2"), merge_third)
    assert balances(records) == {"A-1": 0, "A-2": 200_0000, "A-3": 100_0000}
    assert not verify(records.store)[1]


def in_the_middle(records: Records, merged: tuple[str, str], work: Callable[[], None]) -> None:
    """Do the work while a merge has read its accounts, and before it writes."""
    with ThreadPoolExecutor(2) as threads:
        with UnitOfWork(records.store).transaction() as holder:
            holder.exec_driver_sql("SELECT account_id FROM tier_standing FOR UPDATE").all()
            merging = threads.submit(merge, records, *merged)
            until(lambda: waiting(records) == 1, merging)
            working = threads.submit(work)
            until(lambda: waiting(records) == 2 or working.done(), merging)
            # Without the locks it would be, and where both enter a movement of the same place, one would have to try again.
            assert not working.done()
        done = wait((merging, working), timeout=SECONDS)
        assert not done.not_done
        merging.result()
        working.result()


def merge(records: Records, number: str, into: str) -> None:
    merges = MergeAccounts(merges_of(records.store), records.clock)
    merges(CLUB, AccountType.LOYALTY, number, into, reason="r", operator="")


def waiting(records: Records) -> int:
    """How many connections wait for a lock."""
    return int(records.reader.row(WAITING)[0])


def until(is_so: Callable[[], bool], merging: "Future[None]") -> None:
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end
        assert not merging.done(), merging.result()
        time.sleep(0.01)


def balances(records: Records) -> dict[str, int]:
    return {row[0]: row[1] for row in records.reader.rows("SELECT number, balance FROM account")}

"""Several updates in one transaction: what they read, and what they see of others."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy import insert

from adapters.database import books_loader
from adapters.database.engine import Store, open_store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.ledger import DatabaseLedger
from adapters.database.ledger_tables import account, idempotency_key
from adapters.database.unit_of_work import UnitOfWork
from adapters.database.update_queue import Batch
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_balance import prepare
from domain.accounts.update_command import UpdateBalance, UpdateReply
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from tests.adapters.database.conftest import World
from tests.adapters.database.programmes import put_programme
from tests.adapters.database.test_ledger_races import counted, together
from tests.builders import LOYALTY, START, programme

ACCOUNTS = ("100", "200", "300", "400", "500")


def update_of(number: str, transaction_id: str) -> PreparedUpdate:
    command = UpdateBalance(
        account_type=LOYALTY,
        account_id=number,
        amount=Decimal(1),
        transaction_id=transaction_id,
        message_origin=Origin(device="pos1"),
    )
    return prepare(Caller(programme(), 1, "till-1"), command, START)


def test_batches_of_two_processes_over_the_same_accounts_lose_nothing(database_world: World) -> None:
    """Each batch waits for accounts that another has just changed, and must go on from what that one wrote."""
    for number in ACCOUNTS:
        database_world.account(number)
    assert database_world.store
    ledgers = [DatabaseLedger(database_world.store, UnitOfWork(database_world.store)) for _ in range(4)]

    def post(worker: int) -> None:
        for batch in range(15):
            order = ACCOUNTS if worker % 2 else ACCOUNTS[::-1]
            answers = ledgers[worker].post_many([update_of(number, f"{worker}-{batch}") for number in order])
            assert all(isinstance(answer, UpdateReply) and answer.moved == 1_0000 for answer in answers)

    together(4, post)
    assert counted(database_world, "SELECT COUNT(*) FROM account WHERE balance = 600000 AND sequence = 60") == 5
    assert counted(database_world, "SELECT COUNT(*) FROM entry") == 300


def test_what_arrives_while_a_batch_waits_for_another_process_is_written_with_it(database_world: World) -> None:
    database_world.account("100")
    store = database_world.store
    assert store
    ours, theirs = CountingUnitOfWork(store), UnitOfWork(store)
    ledger = DatabaseLedger(store, ours)
    ledger.post(update_of("100", "first"))
    with ThreadPoolExecutor(5) as threads:
        with theirs.hot_transaction() as hot:
            hot.rows(f"SELECT id FROM account WHERE number = '100'{'' if store.is_sqlite else ' FOR UPDATE'}")
            leader = threads.submit(ledger.post, update_of("100", "leader"))
            # It took its batch, in which it is alone, before the others came.
            wait_until(lambda: ours.begun == 2 and not ledger.waiting)
            others = [threads.submit(ledger.post, update_of("100", f"late-{number}")) for number in range(4)]
            wait_until(lambda: ledger.waiting == 4)
        assert all(each.result().moved == 1_0000 for each in (leader, *others))
    assert ours.begun == 2
    assert counted(database_world, "SELECT COUNT(*) FROM account WHERE balance = 60000 AND sequence = 6") == 1


class CountingUnitOfWork(UnitOfWork):
    """Counts the transactions of the hot road that were asked for."""

    begun = 0

    @contextmanager
    def hot_transaction(self) -> Iterator[HotTransaction]:
        """See `UnitOfWork`."""
        self.begun += 1
        with super().hot_transaction() as hot:
            yield hot


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.005)


@pytest.mark.parametrize("size", [2, 3, 8])
def test_a_batch_reads_no_account_and_no_key_but_its_own(
    migrated_postgresql_url: str, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """A table that was just filled has no statistics yet; PostgreSQL must not take it for a small one."""
    store = open_store(migrated_postgresql_url)
    fill(store, 3_000)
    plans: list[str] = []

    def explain(
        hot: HotTransaction, statement: str, values: tuple[object, ...] = ()
    ) -> Callable[[], list[tuple[object, ...]]]:
        cursor = hot._connection.cursor()
        plans.append("\n".join(row[0] for row in cursor.execute(f"EXPLAIN ANALYZE {store.sql(statement)}", values)))
        found = list(cursor.execute(store.sql(statement), values).fetchall())
        return lambda: found

    monkeypatch.setattr(HotTransaction, "ask", explain)
    with UnitOfWork(store).hot_transaction() as hot:
        updates = [update_of(str(1000 + place), "t") for place in range(size)]
        _, loaded, _ = books_loader.BooksLoader(store).load(hot, Batch(updates=updates), lambda: 0)
    store.close()
    assert all(found for _, found in loaded)
    assert len(plans) == 2
    assert not re.findall(r"Rows Removed by .*: \d{2,}|Seq Scan on (?:account|idempotency_key)", "\n".join(plans))


def fill(store: Store, count: int) -> None:
    values = {"programme_id": 1, "account_type": LOYALTY, "currency": "GBP", "unit": "points", "precision": 0}
    key = {"first_key": b"", "account_id": 1, "currency": "GBP", "phase": "COMPLETED", "original": "", "refusal": ""}
    figures = {"moved": 0, "balance": 0, "held": 0, "available": 0, "programme_id": 1}
    with UnitOfWork(store).transaction() as connection:
        put_programme(connection, programme())
        numbers = range(1000, 1000 + count)
        connection.execute(insert(account), [{"number": str(n), "opened_at": 0, **values} for n in numbers])
        connection.execute(insert(idempotency_key), [{"key": n.to_bytes(32), **key, **figures} for n in numbers])

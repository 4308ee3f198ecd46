"""Several updates in one transaction: what they read, and what they see of others."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import insert

from adapters.database import books_loader
from adapters.database.engine import Store, open_store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.ledger import DatabaseLedger
from adapters.database.ledger_tables import account, idempotency_key
from adapters.database.unit_of_work import UnitOfWork
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
        _, loaded = books_loader.BooksLoader(store).load(hot, updates, lambda: 0)
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

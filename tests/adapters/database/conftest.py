"""The ledger over each of its implementations: the fake, SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert

from adapters.database.account_merges import DatabaseAccountMerges
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store, open_store
from adapters.database.ledger import DatabaseLedger
from adapters.database.ledger_tables import account
from adapters.database.programme_tables import estate
from adapters.database.programme_tables import programme as programme_table
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import Account, AccountStatus, AccountType, Unit
from domain.accounts.merge_accounts import AccountMerges, MergeAccounts, MergeReceipt
from domain.accounts.update_balance import Ledger, UpdateBalanceUseCase
from tests.builders import LOYALTY, TestClock, Till, programme
from tests.fakes.ledger import FakeLedger


@dataclass
class World:
    """A ledger to test, and how to put accounts into it."""

    ledger: Ledger
    add: Callable[[dict[str, Any]], None]
    store: Store | None = None
    merges: AccountMerges | None = None

    def account(self, number: str = "100", **more: Any) -> None:
        """Add an account of no customer: points without decimals unless told otherwise; amounts are scaled."""
        values = {"account_type": LOYALTY, "currency": "GBP", "unit": "points", "precision": 0, "status": "ACTIVE"}
        self.add({**values, "number": number, **more})

    def merge(self, number: str, into: str, clock: TestClock | None = None, kind: str = LOYALTY) -> MergeReceipt:
        """Merge the one account into the other."""
        assert self.merges
        merge = MergeAccounts(self.merges, clock or TestClock())
        return merge(programme(), AccountType(kind), number, into, reason="two cards", operator="anne")

    def till(self, **more: Any) -> Till:
        """A till with a clock of its own."""
        clock = TestClock()
        return Till(UpdateBalanceUseCase(self.ledger, clock), clock, **more)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The ledger on the fake, SQLite and PostgreSQL in turn."""
    if request.param == "fake":
        yield _fake_world()
        return
    yield from database_world_at(str(request.getfixturevalue(f"migrated_{request.param}_url")))


@pytest.fixture
def database_world(database_url: str) -> Iterator[World]:
    """The ledger on SQLite and PostgreSQL in turn."""
    yield from database_world_at(database_url)


def _fake_world() -> World:
    ledger = FakeLedger()

    def add(values: dict[str, Any]) -> None:
        kind, unit, status = (
            AccountType(values["account_type"]),
            Unit(values["unit"]),
            AccountStatus(values["status"]),
        )
        rest = {name: values[name] for name in ("number", "currency", "precision")}
        more = {name: values[name] for name in ("floor", "credit_limit") if name in values}
        ledger.add_account(
            Account(
                id=len(ledger.books.accounts) + 1,
                programme_id=1,
                type=kind,
                unit=unit,
                status=status,
                customer_id=None,
                customer_number=None,
                **rest,
                **more,
            )
        )

    return World(ledger, add, merges=ledger)


def merges_of(store: Store) -> DatabaseAccountMerges:
    """What merges accounts in this store."""
    reader, unit_of_work = Reader(store), UnitOfWork(store)
    return DatabaseAccountMerges(store, reader, unit_of_work, DatabaseEarningRules(reader, unit_of_work))


def database_world_at(url: str) -> Iterator[World]:
    """The ledger on the migrated database at this address."""
    store = open_store(url)
    unit_of_work = UnitOfWork(store)
    with unit_of_work.transaction() as connection:
        connection.execute(insert(estate).values(id=1, code="E", name="Estate"))
        for number in (1, 2):
            connection.execute(
                insert(programme_table).values(
                    id=number, estate_id=1, code=f"P{number}", name="P", currency="GBP", country="GB", time_zone="UTC"
                )
            )

    def add(values: dict[str, Any]) -> None:
        with unit_of_work.transaction() as connection:
            connection.execute(insert(account).values(programme_id=1, opened_at=0, **values))

    yield World(DatabaseLedger(store, unit_of_work), add, store, merges_of(store))
    store.close()

"""A disk that is full, a disk that fails, a lock, a lost connection: at each statement of an update, and no partial state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest

from adapters.database import ledger as ledger_module
from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import Store, sqlite_module
from adapters.database.ledger import DatabaseLedger
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import UpdateReply
from domain.errors import StoreUnavailable
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.adapters.database.conftest import World, database_world_at
from tests.adapters.database.faulty import FaultyConnections, Plan
from tests.builders import Till

_SQLITE: Any = sqlite_module()

SQLITE_FAULTS = ("database or disk is full", "disk I/O error", "database is locked")
POSTGRESQL_FAULTS = (
    psycopg.errors.DiskFull,
    psycopg.errors.IoError,
    psycopg.errors.LockNotAvailable,
    psycopg.OperationalError,
)

UPDATES: dict[str, Callable[[Till], UpdateReply]] = {
    "sale": lambda till: till.send("sale", "-5", idempotency_key="k"),
    "hold": lambda till: till.hold("new hold", "-5"),
    "completion": lambda till: till.send("hold", "-20"),
    "cancellation": lambda till: till.cancel("hold"),
    "reversal": lambda till: till.send("back", "-3", original_transaction_id="earned"),
    "refusal": lambda till: till.hold("too much", "-500"),
}


@dataclass
class Shop:
    """A till over a store whose driver follows a plan."""

    till: Till
    store: Store
    plan: Plan

    def state(self) -> list[Any]:
        """Every row of the ledger's tables."""
        tables = ("account", "movement", "entry", "idempotency_key", "hold", "remainder", "outbox")
        return [sorted(map(str, Reader(self.store).rows(f"SELECT * FROM {table}"))) for table in tables]

    def assert_right(self) -> None:
        """The books verify."""
        findings: list[Finding] = []
        VerifyBooks(DatabaseBooks(self.store))(findings.append)
        assert not findings

    def faults(self) -> list[Callable[[], Exception]]:
        """What can go wrong on this engine."""
        if self.store.is_sqlite:
            return [lambda words=words: _SQLITE.OperationalError(words) for words in SQLITE_FAULTS]  # type: ignore[misc]
        return list(POSTGRESQL_FAULTS)


@pytest.fixture
def shop(database_world: World, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """An account with 100 points, earned in two sales, of which 30 are held; retries come at once."""
    return furnished(database_world, monkeypatch)


@pytest.fixture
def postgresql_shop(migrated_postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """The same on PostgreSQL."""
    for world in database_world_at(migrated_postgresql_url):
        yield furnished(world, monkeypatch)


def furnished(world: World, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(ledger_module, "PAUSE_SECONDS", 0)
    assert world.store
    world.account()
    plan = Plan()
    faulty = replace(world.store, write_connections=FaultyConnections(world.store.write_connections, plan))
    till = world.till()
    till = Till(UpdateBalanceUseCase(DatabaseLedger(faulty, UnitOfWork(faulty)), till.clock), till.clock)
    for reply in (till.send("first", "90"), till.send("earned", "10"), till.hold("hold", "-30")):
        assert reply.outcome is Outcome.SUCCESS
    return Shop(till, world.store, plan)


@pytest.mark.parametrize("name", UPDATES)
def test_a_fault_that_lasts_is_a_clean_refusal_and_leaves_nothing(shop: Shop, name: str) -> None:
    before, places = shop.state(), 0
    shop.plan.for_ever = True
    reply = None
    while reply is None:
        for fault in shop.faults():
            shop.plan.error, shop.plan.place = fault, places
            try:
                reply = UPDATES[name](shop.till)
            except StoreUnavailable:
                assert shop.state() == before, shop.plan.seen
            else:
                break
        places += 1
    assert places > 4
    assert shop.plan.seen[-1] == "COMMIT"
    assert not reply.replayed, "what was refused before had left nothing behind"
    assert (reply.outcome is Outcome.FAIL) == (name == "refusal")
    shop.assert_right()


SALES: dict[str, Callable[[Till, str], UpdateReply]] = {
    "sale": lambda till, name: till.send(name, "1", idempotency_key=name),
    "hold": lambda till, name: till.hold(name, "1"),
    "reversal": lambda till, name: till.send(name, "-1", original_transaction_id="first"),
}


@pytest.mark.parametrize("name", SALES)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_fault_that_passes_is_not_seen_by_the_till(shop: Shop, name: str, after: bool) -> None:
    """Also a commit whose answer was lost: the key finds it."""
    shop.plan.after = after
    movements, places = len(shop.state()[1]), 0
    while shop.plan.place is None:
        for fault in shop.faults():
            shop.plan.error, shop.plan.place = fault, places
            transaction_id = f"{name} {len(shop.state()[1])}"
            reply = SALES[name](shop.till, transaction_id)
            assert reply.outcome is Outcome.SUCCESS
            movements += 1
            assert len(shop.state()[1]) == movements
            assert SALES[name](shop.till, transaction_id).movement_id == reply.movement_id
        places += 1
    assert places > 8
    shop.assert_right()


_FAILING = """
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END $$"""
_AT_ONCE = "CREATE TRIGGER failing BEFORE INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION fail()"
_AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER failing AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION fail()"
)


@pytest.mark.parametrize("when", [_AT_ONCE, _AT_COMMIT], ids=["at once", "at the commit"])
@pytest.mark.parametrize("code", ["53100", "58030", "40001"])
def test_postgresqls_own_errors_are_clean_refusals(postgresql_shop: Shop, when: str, code: str) -> None:
    """Disk full, I/O error, serialisation failure: raised by the server where it writes."""
    shop = postgresql_shop
    unit_of_work = UnitOfWork(shop.store)
    before = shop.state()
    with unit_of_work.transaction() as connection:
        connection.exec_driver_sql(_FAILING.format(code=code))
    for table in ("movement", "entry", "account", "idempotency_key", "outbox"):
        with unit_of_work.transaction() as connection:
            connection.exec_driver_sql(when.format(table=table))
        with pytest.raises(StoreUnavailable):
            shop.till.send("sale", "-5")
        with unit_of_work.transaction() as connection:
            connection.exec_driver_sql(f"DROP TRIGGER failing ON {table}")
        assert shop.state() == before, table
    assert not shop.till.send("sale", "-5").replayed
    shop.assert_right()

"""Proving the books: right books have no fault, and any flipped byte is found, on the row where it is."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import Store
from adapters.database.expired_holds import DatabaseExpiredHolds
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.lapse_holds import LapseHolds
from domain.accounts.outcome import Outcome
from domain.identity.caller import Caller
from domain.programmes.programme import LateOverspend
from domain.verification.finding import Finding
from domain.verification.verify_books import Verified, VerifyBooks
from tests.adapters.database.conftest import World
from tests.builders import programme

KEYS = {
    "movement": ("id",),
    "entry": ("account_id", "sequence"),
    "account": ("id",),
    "idempotency_key": ("programme_id", "key"),
    "hold": ("movement_id",),
    "remainder": ("movement_id",),
    "outbox": ("id",),
}
HEAD = ("balance", "open_holds", "holds_placed", "sequence", "head_hash")
UNPROVEN = {
    "outbox": {"id", "customer_id", "version", "created_at", "transaction_number"},
    "idempotency_key": {"currency", "original"},
}
# What a refusal, a cancellation or a capped sale asked for, there is no movement to compare with.
UNPROVEN_REQUEST = {"amount", "expires_at"}
UNPROVEN_REFUSAL = UNPROVEN_REQUEST | {"account_id", "phase", "occurred_at", "moved", "balance", "held", "available"}


def verify(store: Store) -> tuple[Verified, list[Finding]]:
    findings: list[Finding] = []
    return VerifyBooks(DatabaseBooks(store))(findings.append), findings


@pytest.fixture
def store(database_world: World) -> Store:
    """Books in which everything happened that can happen to an account, in one of two."""
    world = database_world
    assert world.store
    world.account()
    world.account("200")
    caller = Caller(programme(late_overspend=LateOverspend.CAP), 1, "till-1")
    till, other = world.till(caller=caller), world.till(account="200")
    for answer in (
        till.send("1", "5000", reference_id="r", idempotency_key="k"),
        till.send("2", "-500", occurred_at=till.clock.now()),
        till.send("3", "200", original_transaction_id="2"),
        till.hold("4", "-300"),
        till.send("4", "-100"),
        till.hold("5", "-300", expires_at=till.clock.now() + timedelta(days=1)),
        till.hold("6", "40"),
        till.cancel("6"),
        till.hold("7", "-70", idempotency_key="second name"),
        till.send("", "7", device="", idempotency_key="only this"),
        till.send("8", "-9000", occurred_at=till.clock.now() - timedelta(days=5)),
        other.send("1", "10"),
        till.send("1", "5000", reference_id="r", idempotency_key="another"),
    ):
        assert answer.outcome is Outcome.SUCCESS
    assert till.send("9", "-9000").outcome is Outcome.FAIL
    till.clock.advance(days=2)
    holds = DatabaseExpiredHolds(world.store, Reader(world.store), UnitOfWork(world.store))
    assert LapseHolds(holds, till.clock)() == 1
    return world.store


def test_right_books_have_no_fault(store: Store) -> None:
    verified, findings = verify(store)
    assert not findings
    assert (verified.wrong, verified.counts.accounts, verified.counts.entries) == (0, 2, 13)
    assert verified.counts.movements == verified.counts.events == 13


def test_any_flipped_byte_is_found_where_it_is(store: Store) -> None:
    allow_changes(store)
    tried = 0
    for table, column, row in values_of(store):
        key = {name: row[name] for name in KEYS[table]}
        changed = flipped(row[column], store, table, column)
        change(store, table, column, key, changed)
        _, findings = verify(store)
        names = {named(table, row), named(table, {**row, column: changed})}
        assert any(name in f"{finding} " for name in names for finding in findings), (table, column, row, findings)
        change(store, table, column, key | ({column: changed} if column in key else {}), row[column])
        tried += 1
    assert tried > (450 if store.is_sqlite else 80)
    assert not verify(store)[1]


def named(table: str, row: dict[str, Any]) -> str:
    """How a finding about this row tells which it is."""
    if table == "entry":
        return f"entry {row['sequence']} of account {row['account_id']}:"
    name = row["key"].hex() if table == "idempotency_key" else row["movement_id" if table in _BY_MOVEMENT else "id"]
    return f"{'' if table == 'idempotency_key' else table + ' '}{name}"


_BY_MOVEMENT = ("hold", "remainder")


def values_of(store: Store) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every value of every row that can be proven."""
    for table in KEYS:
        names = [row[0] for row in Reader(store).rows(_COLUMNS[store.is_sqlite], (table,))]
        rows = Reader(store).rows(f"SELECT {', '.join(names)} FROM {table}")
        # A look takes PostgreSQL longer, and it is the same domain that looks.
        for row in rows if store.is_sqlite else random.Random(1).sample(rows, min(2, len(rows))):  # noqa: S311
            named_row = dict(zip(names, row, strict=True))
            for name in HEAD if table == "account" else names:
                if name not in UNPROVEN.get(table, ()) and not (
                    table == "idempotency_key" and is_unproven(named_row, name)
                ):
                    yield table, name, named_row


def is_unproven(key: dict[str, Any], name: str) -> bool:
    if name == "key" and key["key"] != key["first_key"]:
        # A second name is the digest of what a till chose; the first name still knows the movement.
        return True
    if key["movement_id"] is None:
        return name in UNPROVEN_REFUSAL
    return key["phase"] != "PENDING" and name in UNPROVEN_REQUEST


_COLUMNS = {
    True: "SELECT name FROM pragma_table_info(?)",
    False: "SELECT column_name FROM information_schema.columns WHERE table_name = ? AND table_schema = 'public'",
}


def flipped(value: Any, store: Store, table: str, column: str) -> Any:
    """The value with one bit turned over, in a place of its own each time."""
    dice = random.Random(f"{table} {column} {value}")  # noqa: S311 - any bit will do
    if value is None:
        return 1
    if isinstance(value, bytes):
        place, bit = dice.randrange(len(value)), 1 << dice.randrange(8)
        return value[:place] + bytes([value[place] ^ bit]) + value[place + 1 :]
    if isinstance(value, int):
        # High bits, so that no other row has that key already; the sign is one of them.
        return value ^ (1 << dice.randrange(8, 31)) if dice.randrange(4) else ~value
    place = dice.randrange(len(value)) if value else 0
    if column == "body":
        # The account's sequence in an event is the one figure that its movement does not have.
        place = dice.randrange(value.index('"kind"'), len(value))
    return value[:place] + (chr(ord(value[place]) ^ 1) if value else "x") + value[place + 1 :]


def change(store: Store, table: str, column: str, key: dict[str, Any], value: Any) -> None:
    where = " AND ".join(f"{name} = ?" for name in key)
    statement = f"UPDATE {table} SET {column} = ? WHERE {where}"
    with UnitOfWork(store).transaction() as connection:
        done = connection.exec_driver_sql(store.sql(statement), (value, *key.values()))
        assert done.rowcount == 1


def allow_changes(store: Store) -> None:
    """Take away what keeps the ledger from being changed, as one who means harm would."""
    with UnitOfWork(store).transaction() as connection:
        if not store.is_sqlite:
            for table in ("movement", "entry"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            return
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")

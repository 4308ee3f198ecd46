"""What a `TransactionHistory` promises, asked of the fake, of SQLite and of PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Protocol

import pytest
from sqlalchemy import Connection, insert, select, update

from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.engine import Store, open_store
from adapters.database.ledger_tables import account, entry, movement
from adapters.database.reading import Reader
from adapters.database.transaction_history import DatabaseTransactionHistory
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AmountForm, Unit
from domain.clock import to_microseconds
from domain.customers.customer import Customer
from domain.customers.list_transactions import Transaction, TransactionHistory
from domain.pager import Window
from domain.programmes.programme import Programme
from tests.adapters.database.programmes import put_programme
from tests.fakes.transaction_history import FakeTransactionHistory

CLUB, OTHER = Programme(1, "CLUB", "Club"), Programme(2, "OTHER", "Other")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ALL = Window(limit=1_000)


class Shelf(Protocol):
    """A history that movements can be put into."""

    history: TransactionHistory

    def put(self, programme: Programme, transaction: Transaction, received_at: datetime) -> None:
        """Add the next movement, with its account and customer where they are new."""


class FakeShelf:
    def __init__(self) -> None:
        self.history: TransactionHistory
        self.history = self._fake = FakeTransactionHistory()

    def put(self, programme: Programme, transaction: Transaction, received_at: datetime) -> None:
        self._fake.put(programme, transaction, received_at)


class StoreShelf:
    def __init__(self, store: Store) -> None:
        self.history: TransactionHistory = DatabaseTransactionHistory(Reader(store))
        self._work, self._movements = UnitOfWork(store), 0
        with self._work.transaction() as connection:
            put_programme(connection, CLUB)
            put_programme(connection, OTHER)

    def put(self, programme: Programme, transaction: Transaction, received_at: datetime) -> None:
        self._movements += 1
        with self._work.transaction() as connection:
            account_id, sequence = _next_entry(connection, programme, transaction)
            _insert(connection, programme, transaction, self._movements, account_id, sequence, received_at)


def _next_entry(connection: Connection, programme: Programme, given: Transaction) -> tuple[int, int]:
    owner = given.customer_number
    put_customers(connection, programme, [Customer(owner, "Baldwin")], NOW)
    key = {"programme_id": programme.id, "account_type": given.account_type, "number": given.account_number}
    found = connection.execute(select(account.c.id, account.c.sequence).filter_by(**key)).first()
    if found is None:
        values = {"currency": "GBP", "unit": "points" if given.is_points else "money", "opened_at": 0}
        owner_id = customer_ids(connection, programme.id, [owner])[owner]
        precision = 0 if given.is_points else 2
        connection.execute(insert(account).values(customer_id=owner_id, precision=precision, **key, **values))
        return _next_entry(connection, programme, given)
    return found.id, found.sequence + 1


def _insert(
    connection: Connection,
    programme: Programme,
    given: Transaction,
    movement_id: int,
    account_id: int,
    sequence: int,
    received_at: datetime,
) -> None:
    form = AmountForm(
        Unit.POINTS if given.is_points else Unit.MONEY, 0 if given.is_points else 2, money_in_smallest_unit=True
    )
    amount = form.from_wire(given.moved)
    figures = dict.fromkeys(("balance_after", "held_after", "available_after"), amount)
    texts = {"phase": "COMPLETED", "reference_id": "", "operator": "", "reason": given.description}
    same = {name: getattr(given, name) for name in ("kind", "device", "transaction_id", "site")}
    occurred_at = None if given.occurred_at == received_at else to_microseconds(given.occurred_at)
    connection.execute(
        insert(movement).values(
            id=movement_id,
            programme_id=programme.id,
            account_id=account_id,
            moved=amount,
            received_at=to_microseconds(received_at),
            occurred_at=occurred_at,
            **figures,
            **texts,
            **same,
        )
    )
    place = {"account_id": account_id, "sequence": sequence, "movement_id": movement_id}
    connection.execute(insert(entry).values(**place, amount=amount, balance_after=0, previous_hash=b"", hash=b""))
    connection.execute(update(account).where(account.c.id == account_id).values(sequence=sequence))


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest) -> Iterator[Shelf]:
    if request.param == "fake":
        yield FakeShelf()
        return
    store = open_store(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield StoreShelf(store)
    store.close()


EARNED = Transaction(
    customer_number="100",
    transaction_id="00010001000062008281556502",
    kind="earn",
    site="0001",
    device="pos1@0001.enactor",
    occurred_at=NOW - timedelta(hours=1),
    account_type="customerLoyaltyAccount",
    account_number="A1",
    is_points=True,
    moved=Decimal(88),
    description="",
)
SPENT = replace(EARNED, kind="redeem", occurred_at=NOW, moved=Decimal(-30), description="late till")
PAID = replace(EARNED, account_type="customerDepositAccount", account_number="D1", is_points=False, moved=Decimal(1240))


def seen(shelf: Shelf, window: Window = ALL, number: str = "100", programme: Programme = CLUB) -> list[Transaction]:
    listed = shelf.history.list_transactions(programme, number, window)
    if window == ALL:
        assert shelf.history.count_transactions(programme, number, 1_000) == len(listed)
    return [each.row for each in listed]


def test_movements_of_all_accounts_come_back_whole_and_latest_first(shelf: Shelf) -> None:
    shelf.put(CLUB, EARNED, NOW)
    shelf.put(CLUB, PAID, NOW + timedelta(seconds=2))
    shelf.put(CLUB, SPENT, NOW + timedelta(seconds=1))
    at_once = replace(EARNED, occurred_at=NOW + timedelta(seconds=3))
    shelf.put(CLUB, at_once, NOW + timedelta(seconds=3))
    assert seen(shelf) == [at_once, PAID, SPENT, EARNED]


def test_nothing_of_another_customer_or_programme_is_shown(shelf: Shelf) -> None:
    shelf.put(CLUB, EARNED, NOW)
    shelf.put(CLUB, replace(EARNED, customer_number="101", account_number="B2"), NOW)
    shelf.put(OTHER, SPENT, NOW)
    assert seen(shelf) == [EARNED]
    assert seen(shelf, programme=OTHER) == [SPENT]
    assert seen(shelf, number="999") == []


def test_windows_cut_the_list_where_they_say(shelf: Shelf) -> None:
    # Three were received in the same moment.
    for number, second in enumerate((0, 1, 1, 1, 2)):
        shelf.put(CLUB, replace(EARNED, transaction_id=str(number)), NOW + timedelta(seconds=second))
    everything = shelf.history.list_transactions(CLUB, "100", ALL)
    assert [each.row.transaction_id for each in everything] == ["4", "3", "2", "1", "0"]
    for place, listed in enumerate(everything):
        rest = list(everything[place + 1 :][:2])
        assert list(shelf.history.list_transactions(CLUB, "100", Window(2, after=listed.key))) == rest
        assert list(shelf.history.list_transactions(CLUB, "100", Window(2, skip=place + 1))) == rest
    assert shelf.history.count_transactions(CLUB, "100", 3) == 3

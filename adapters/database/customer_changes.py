"""Customers as administrators add, change, block and close them: each a transaction of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from adapters.database.bulk_lookup import rows_of
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_records import add_customers, put_customers, set_customer_status
from adapters.database.customer_rows import CUSTOMER_COLUMNS, customer_from
from adapters.database.customer_tables import card, customer
from adapters.database.ledger_tables import account
from adapters.database.reading import Reader
from adapters.database.row_seals import reseal
from adapters.database.second_try import second_try
from adapters.database.unit_of_work import UnitOfWork
from domain.customers.customer import Customer
from domain.customers.customer_records import CustomerStanding, DecideCustomer
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status

_KNOWN = (
    f"SELECT {CUSTOMER_COLUMNS} FROM customer c LEFT JOIN customer_person p ON p.customer_id = c.id "  # noqa: S608
    "WHERE c.programme_id = ? AND c.number"
)


class DatabaseCustomerRecords:
    """Implements the port `domain.customers.customer_records.CustomerRecords`."""

    def __init__(self, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._directory = DatabaseCustomerDirectory(reader)
        self._unit_of_work = unit_of_work

    def put(
        self, programme: Programme, customers: Sequence[Customer], decide: DecideCustomer, now: datetime
    ) -> Sequence[RowResult]:
        """See the port."""

        def work() -> Sequence[RowResult]:
            with self._unit_of_work.transaction() as connection:
                return _put(connection, programme, customers, decide, now)

        return second_try(work)

    def by_number(self, programme_id: int, number: str) -> Customer | None:
        """See the port."""
        return self._directory.read(programme_id, number)

    def change(
        self, programme: Programme, number: str, change: Callable[[Customer], Customer], now: datetime
    ) -> Customer | None:
        """See the port."""
        with self._unit_of_work.transaction() as connection:
            lock_customer(connection, programme.id, number)
            known = known_customers(connection, programme.id, [number]).get(number)
            if known is None:
                return None
            changed = change(known)
            put_customers(connection, programme, [changed], now)
            return changed

    def change_status(
        self, programme_id: int, number: str, change: Callable[[CustomerStanding], Status]
    ) -> CustomerStanding | None:
        """See the port."""
        with self._unit_of_work.transaction() as connection:
            customer_id = lock_customer(connection, programme_id, number)
            if customer_id is None:
                return None
            status = change(_standing(connection, customer_id))
            set_customer_status(connection, programme_id, number, status)
            if status is Status.BLOCKED:
                is_active = account.c.customer_id == customer_id, account.c.status == Status.ACTIVE
                blocked = update(account).where(*is_active).values(status=Status.BLOCKED).returning(account.c.id)
                found = connection.execute(blocked).scalars().all()
                reseal(self._unit_of_work.on_driver(connection), "account", "id", found)
            if status is Status.CLOSED:
                connection.execute(update(card).where(card.c.customer_id == customer_id).values(status=Status.CLOSED))
            return _standing(connection, customer_id)


def _put(
    connection: Connection, programme: Programme, customers: Sequence[Customer], decide: DecideCustomer, now: datetime
) -> Sequence[RowResult]:
    known = known_customers(connection, programme.id, [each.number for each in customers])
    results: list[RowResult] = []
    added: dict[str, Customer] = {}
    changed: dict[str, Customer] = {}
    for each in customers:
        result, record = decide(each, known.get(each.number))
        results.append(result)
        if result in (Recorded.ADDED, Recorded.CHANGED):
            known[each.number] = record
            is_new = result is Recorded.ADDED or each.number in added
            (added if is_new else changed)[each.number] = record
    add_customers(connection, programme, added.values(), now)
    put_customers(connection, programme, changed.values(), now)
    return results


def known_customers(connection: Connection, programme_id: int, numbers: Sequence[str]) -> dict[str, Customer]:
    """The customers of these numbers that the programme has, by number."""
    return {row[0]: customer_from(tuple(row)) for row in rows_of(connection, _KNOWN, programme_id, numbers)}


def lock_customer(connection: Connection, programme_id: int, number: str) -> int | None:
    """The customer's id, with the row locked, and the rows of the accounts after it in the order of the ledger."""
    found = select(customer.c.id).where(customer.c.programme_id == programme_id, customer.c.number == number)
    customer_id = connection.execute(found.with_for_update()).scalar()
    if customer_id is None:
        return None
    owned = select(account.c.id).where(account.c.customer_id == customer_id).order_by(account.c.id)
    connection.execute(owned.with_for_update()).all()
    return int(customer_id)


def _standing(connection: Connection, customer_id: int) -> CustomerStanding:
    status = connection.execute(select(customer.c.status).where(customer.c.id == customer_id)).scalar_one()
    still_open = select(account.c.number).where(account.c.customer_id == customer_id, account.c.status != Status.CLOSED)
    numbers = connection.execute(still_open.order_by(account.c.id)).scalars()
    return CustomerStanding(Status(status), list(numbers))

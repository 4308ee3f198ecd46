"""Writing cards. The only writer of the table `card`, but for closing those of a customer who is closed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from adapters.database.customer_tables import card as table
from adapters.database.customer_tables import customer
from adapters.database.reading import Reader
from adapters.database.second_try import second_try
from adapters.database.unit_of_work import UnitOfWork
from domain.cards.card_number import hash_card_number
from domain.cards.card_records import Card, CardState, DecideCard
from domain.clock import to_microseconds
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status

_SELECT = "SELECT d.number, c.number, d.status FROM card d JOIN customer c ON c.id = d.customer_id "
_BY_NUMBER = _SELECT + "WHERE d.programme_id = ? AND d.number = ?"
_OF_CUSTOMER = _SELECT + "WHERE c.programme_id = ? AND c.number = ? ORDER BY d.number"
_KNOWN = (
    select(table.c.number, customer.c.number.label("customer_number"), table.c.status)
    .join(customer)
    .where(table.c.programme_id == bindparam("programme"), table.c.number.in_(bindparam("numbers", expanding=True)))
)
_CUSTOMERS = select(customer.c.number, customer.c.id, customer.c.status).where(
    customer.c.programme_id == bindparam("programme"), customer.c.number.in_(bindparam("numbers", expanding=True))
)
_INSERT = insert(table)

CustomerKeys = Mapping[str, tuple[int, Status]]
"""Id and status of customers by their number."""


class DatabaseCardRecords:
    """Implements the port `domain.cards.card_records.CardRecords`."""

    def __init__(self, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work

    def put(
        self, programme: Programme, cards: Sequence[Card], decide: DecideCard, now: datetime
    ) -> Sequence[RowResult]:
        """See the port."""

        def work() -> Sequence[RowResult]:
            with self._unit_of_work.transaction() as connection:
                return _put(connection, programme, cards, decide, now)

        return second_try(work)

    def by_number(self, programme_id: int, number: str) -> Card | None:
        """See the port."""
        row = self._reader.row(_BY_NUMBER, (programme_id, number))
        return _card(row) if row else None

    def of_customer(self, programme_id: int, customer_number: str) -> Sequence[Card]:
        """See the port."""
        return [_card(row) for row in self._reader.rows(_OF_CUSTOMER, (programme_id, customer_number))]

    def change_status(self, programme_id: int, number: str, change: Callable[[Status], Status]) -> Status | None:
        """See the port."""
        with self._unit_of_work.transaction() as connection:
            is_meant = table.c.programme_id == programme_id, table.c.number == number
            present = connection.execute(select(table.c.status).where(*is_meant).with_for_update()).scalar()
            if present is None:
                return None
            status = change(Status(present))
            connection.execute(update(table).where(*is_meant).values(status=status))
            return status


def customer_keys(connection: Connection, programme_id: int, numbers: Collection[str]) -> CustomerKeys:
    """Id and status of those customers that the programme knows; give at most some thousands at a time."""
    rows = connection.execute(_CUSTOMERS, {"programme": programme_id, "numbers": list(numbers)})
    return {row.number: (row.id, Status(row.status)) for row in rows}


def _put(
    connection: Connection, programme: Programme, cards: Sequence[Card], decide: DecideCard, now: datetime
) -> Sequence[RowResult]:
    rows = connection.execute(_KNOWN, {"programme": programme.id, "numbers": [card.number for card in cards]})
    known = {row.number: _card(row) for row in rows}
    customers = customer_keys(connection, programme.id, {card.customer_number for card in cards})
    results: list[RowResult] = []
    new: list[dict[str, Any]] = []
    for card in cards:
        customer_id, status = customers.get(card.customer_number, (0, None))
        result = decide(card, CardState(known.get(card.number), status))
        results.append(result)
        if result is Recorded.ADDED:
            known[card.number] = card
            new.append(_row(programme, card, customer_id, now))
    if new:
        # In one order everywhere, so that two imports wait for each other and never in a circle.
        connection.execute(_INSERT, sorted(new, key=lambda row: str(row["number"])))
    return results


def _row(programme: Programme, card: Card, customer_id: int, now: datetime) -> dict[str, Any]:
    return {
        "programme_id": programme.id,
        "number": card.number,
        "hashed_number": hash_card_number(card.number),
        "customer_id": customer_id,
        "status": card.status,
        "created_at": to_microseconds(now),
    }


def _card(row: Sequence[Any]) -> Card:
    return Card(row[0], row[1], Status(row[2]))

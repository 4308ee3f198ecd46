"""Writing cards. The only writer of the table `card`, but for closing those of a customer who is closed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from adapters.database.bulk_copy import copy_tables, take_ids
from adapters.database.bulk_lookup import customer_keys, rows_of
from adapters.database.customer_tables import card as table
from adapters.database.household_rows import card_table
from adapters.database.reading import Reader
from adapters.database.second_try import second_try
from adapters.database.unit_of_work import UnitOfWork
from domain.cards.card_records import Card, CardState, DecideCard
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status

_SELECT = "SELECT d.number, c.number, d.status FROM card d JOIN customer c ON c.id = d.customer_id "
_BY_NUMBER = _SELECT + "WHERE d.programme_id = ? AND d.number = ?"
_OF_CUSTOMER = _SELECT + "WHERE c.programme_id = ? AND c.number = ? ORDER BY d.number"
_KNOWN = _SELECT + "WHERE d.programme_id = ? AND d.number"


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


def _put(
    connection: Connection, programme: Programme, cards: Sequence[Card], decide: DecideCard, now: datetime
) -> Sequence[RowResult]:
    rows = rows_of(connection, _KNOWN, programme.id, [card.number for card in cards])
    known = {row[0]: _card(row) for row in rows}
    customers = customer_keys(connection, programme.id, {card.customer_number for card in cards})
    results: list[RowResult] = []
    new: list[tuple[Card, int]] = []
    for card in cards:
        customer_id, status = customers.get(card.customer_number, (0, None))
        result = decide(card, CardState(known.get(card.number), status))
        results.append(result)
        if result is Recorded.ADDED:
            known[card.number] = card
            new.append((card, customer_id))
    # In one order everywhere, so that two imports wait for each other and never in a circle.
    new.sort(key=lambda each: each[0].number)
    ids = take_ids(connection, table.name, len(new))
    copy_tables(connection, [card_table(programme, [(i, *each, now) for i, each in zip(ids, new, strict=True)])])
    return results


def _card(row: Sequence[Any]) -> Card:
    return Card(row[0], row[1], Status(row[2]))

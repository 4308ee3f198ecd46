"""Reading a programme's rows from the first to the last, a page at a time, in bounded memory.

Each page is a SELECT of its own, so a long export holds up nobody. What changes meanwhile may or may not be in it; each
row is one moment's truth.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from adapters.database.books_rows import movement_from
from adapters.database.customer_rows import CUSTOMER_COLUMNS, customer_from
from adapters.database.present_sheets import PRESENT_COLUMNS, PresentSheets, moments
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.sub_balances import NO_SUB_BALANCE
from domain.accounts.account_sheet import AccountSheet
from domain.accounts.movement_line import MovementLine
from domain.cards.card_records import Card
from domain.clock import to_microseconds
from domain.customers.customer import Customer
from domain.status import Status

PAGE_ROWS = 2_000

_PAGE = "{table}.programme_id = ? AND {table}.id > ? ORDER BY {table}.id LIMIT ?"
_CUSTOMERS = (
    f"SELECT c.id, {CUSTOMER_COLUMNS} FROM customer c "  # noqa: S608 - fixed texts, no value enters them
    "LEFT JOIN customer_person p ON p.customer_id = c.id WHERE " + _PAGE.format(table="c")
)
_CARDS = (
    "SELECT d.id, d.number, c.number, d.status "
    "FROM card d JOIN customer c ON c.id = d.customer_id WHERE " + _PAGE.format(table="d")
)
_ACCOUNTS = (
    f"SELECT {PRESENT_COLUMNS} "  # noqa: S608 - as above
    f"FROM account a LEFT JOIN customer c ON c.id = a.customer_id WHERE {NO_SUB_BALANCE} AND " + _PAGE.format(table="a")
)
_MOVEMENTS = (
    "SELECT m.id, m.programme_id, m.account_id, m.kind, m.phase, m.moved, m.balance_after, m.held_after, "
    "m.available_after, m.device, m.transaction_id, m.reference_id, m.received_at, m.occurred_at, m.original_id, "
    "m.credential_id, m.site, m.operator, m.reason, a.account_type, a.number, c.number, a.precision "
    "FROM movement m JOIN account a ON a.id = m.account_id LEFT JOIN customer c ON c.id = a.customer_id "
    "WHERE m.received_at >= ? AND m.received_at < ? AND " + _PAGE.format(table="m")
)
_MOVEMENT_WIDTH = 19


class WholeTables:
    """Implements the port `domain.whole_records.WholeRecords`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._programmes = DatabaseProgrammes(reader)
        self._sheets = PresentSheets(reader)

    def customers(self, programme_id: int) -> Iterator[Customer]:
        """See the port."""
        return (customer_from(row[1:]) for row in self._pages(_CUSTOMERS, (), programme_id))

    def cards(self, programme_id: int) -> Iterator[Card]:
        """See the port."""
        rows = self._pages(_CARDS, (), programme_id)
        return (Card(number, owner, Status(status)) for _, number, owner, status in rows)

    def accounts(self, programme_id: int, now: datetime) -> Iterator[AccountSheet]:
        """See the port."""
        programme = self._programmes.by_id(programme_id)
        rows = self._pages(_ACCOUNTS, moments(now), programme_id)
        return (self._sheets.of(row, programme, now) for row in rows) if programme else iter(())

    def movements(self, programme_id: int, since: datetime, until: datetime) -> Iterator[MovementLine]:
        """See the port."""
        between = (to_microseconds(since), to_microseconds(until))
        for row in self._pages(_MOVEMENTS, between, programme_id):
            kind, number, owner, precision = row[_MOVEMENT_WIDTH:]
            yield MovementLine(movement_from(row), kind, number, owner or "", precision)

    def _pages(self, statement: str, values: Sequence[Any], programme_id: int) -> Iterator[Sequence[Any]]:
        """The rows of every page; each row begins with its id, by which the next page goes on."""
        after = 0
        while True:
            rows = self._reader.rows(statement, (*values, programme_id, after, PAGE_ROWS))
            yield from rows
            if len(rows) < PAGE_ROWS:
                return
            after = rows[-1][0]

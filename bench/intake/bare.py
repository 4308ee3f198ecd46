"""The yardstick: the rows that the intake wrote, inserted into an empty database by the bare driver."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from typing import Any

from sqlalchemy import Table

from adapters.database.engine import Store
from adapters.database.ledger_tables import entry, idempotency_key, movement, outbox
from adapters.database.reading import Reader
from adapters.database.ticket_tables import escrow_lot, ticket, ticket_line
from adapters.database.unit_of_work import UnitOfWork

_OF_TICKETS = {ticket: "id", ticket_line: "ticket_id", escrow_lot: "ticket_id"}
_OF_MOVEMENTS = {movement: "id", entry: "movement_id", idempotency_key: "movement_id", outbox: "movement_id"}

Row = Sequence[Any]


def last_movement(store: Store) -> int:
    """The highest id of a movement: what the intake writes comes after it."""
    return int(Reader(store).rows("SELECT COALESCE(MAX(id), 0) FROM movement")[0][0])


class BareInserts:
    """Inserts the source's tickets, and its movements `after` this one, into the target, from the first on."""

    def __init__(self, stack: ExitStack, source: Store, target: Store, after: int) -> None:
        self._tickets, self._movements = _count(source, "ticket", 0), _count(source, "movement", after)
        self._of_tickets = {table: _Stream(stack, source, table, key, 0) for table, key in _OF_TICKETS.items()}
        self._of_movements = [_Stream(stack, source, table, key, after) for table, key in _OF_MOVEMENTS.items()]
        self._done = self._moved = 0
        self._work = UnitOfWork(target)

    def insert(self, tickets: int, *, per_transaction: int, advance: Callable[[int], None]) -> tuple[int, float]:
        """Insert so many more, so many in a transaction with all that belongs to them; how many lines, and seconds."""
        lines, seconds = 0, 0.0
        for first in range(0, tickets, per_transaction):
            rows = self._next(min(per_transaction, tickets - first))
            lines += len(rows[self._of_tickets[ticket_line]])
            began = time.perf_counter()
            with self._work.hot_transaction() as hot:
                for stream, part in rows.items():
                    hot.execute_many(stream.insert, part)
            seconds += time.perf_counter() - began
            advance(min(per_transaction, tickets - first))
        return lines, seconds

    def _next(self, count: int) -> "dict[_Stream, list[Row]]":
        """The rows of so many tickets, and as large a part of the movements as they are of the tickets."""
        streams = self._of_tickets
        new = streams[ticket].take(count)
        self._done += len(new)
        share = self._movements * self._done // self._tickets - self._moved
        self._moved += share
        rows = {streams[ticket]: new}
        rows |= {streams[table]: streams[table].until(new[-1][0]) for table in (ticket_line, escrow_lot)}
        return rows | {stream: stream.take(share) for stream in self._of_movements}


class _Stream:
    """The rows of one table in the order of this key, read as they are wanted."""

    def __init__(self, stack: ExitStack, store: Store, table: Table, key: str, after: int) -> None:
        names = ", ".join(column.name for column in table.c)
        self._place = list(table.c.keys()).index(key)
        self.insert = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.c))})"  # noqa: S608
        connection = stack.enter_context(store.reads.connect())
        # PostgreSQL gives rows as they are wanted only inside a transaction.
        connection.exec_driver_sql("BEGIN")
        connection.execution_options(yield_per=1_000)
        select = f"SELECT {names} FROM {table.name} WHERE {key} > {after} ORDER BY {key}"  # noqa: S608 - own names
        self._rows: Iterator[Row] = (tuple(row) for row in connection.exec_driver_sql(select))
        self._kept: list[Row] = []

    def take(self, count: int) -> list[Row]:
        """The next so many rows, or fewer at the end."""
        return list(islice(self._rows, count))

    def until(self, key: int) -> list[Row]:
        """The rows up to this key."""
        found: list[Row] = []
        for row in chain(self._kept, self._rows):
            if row[self._place] > key:
                self._kept = [row]
                return found
            found.append(row)
        self._kept = []
        return found


def _count(store: Store, table: str, after: int) -> int:
    return int(Reader(store).rows(f"SELECT COUNT(*) FROM {table} WHERE id > ?", (after,))[0][0])  # noqa: S608

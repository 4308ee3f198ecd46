"""Reading the whole ledger in one snapshot, streaming, to prove it.

Writers are not held up. On PostgreSQL the rows come through cursors on the server in one REPEATABLE READ transaction;
on SQLite through one read transaction, during which the write-ahead log cannot be taken into the database file.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from adapters.database import books_snapshot_sql as statements
from adapters.database.engine import Store
from adapters.database.row_seals import SEALED, names_of
from adapters.database.store_errors import AWAY, DAMAGED, store_errors
from domain.verification.finding import BooksDamaged
from domain.verification.merge_rows import MergedRow, MergeRow
from domain.verification.purchase_rows import ExpiryEventRow, StrayEventRow, TicketEventRow, TierEventRow
from domain.verification.rows import (
    BookCounts,
    CoverRow,
    EntryRow,
    EventRow,
    HeadRow,
    HoldRow,
    KeyRow,
    RemainderRow,
    Row,
    SealedRow,
)

Named = TypeVar("Named")

FETCH_ROWS = 5_000
_BEGIN_POSTGRESQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_SETTINGS_POSTGRESQL = (
    # Sorts and hashes of millions of rows; and no other program waits behind them.
    "SET LOCAL work_mem = '128MB'",
    # Whole tables are read, which is not what these connections are set for.
    "SET LOCAL enable_bitmapscan = on",
    "SET LOCAL enable_seqscan = on",
    "SET LOCAL jit = on",
    # A cursor is planned for its first rows otherwise; here all of them are read.
    "SET LOCAL cursor_tuple_fraction = 1",
    # What a till's call may not last, this may.
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)


class DatabaseBooks:
    """Implements the port `domain.verification.verify_books.BooksReader`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def snapshot(self) -> Iterator["DatabaseSnapshot"]:
        """See the port."""
        connections = self._store.read_connections
        with store_errors():
            connection = connections.lend()
            try:
                if self._store.is_sqlite:
                    yield from _sqlite_snapshot(connection)
                else:
                    yield from _postgresql_snapshot(connection)
            except AWAY:
                raise
            except DAMAGED as error:
                raise BooksDamaged(" ".join(str(error).split())) from error
            finally:
                # It has settings that nobody else expects.
                connections.discard(connection)


class DatabaseSnapshot:
    """Implements the port `domain.verification.verify_books.BooksSnapshot`."""

    def __init__(self, connection: Any, *, is_sqlite: bool) -> None:
        self._connection = connection
        self._is_sqlite = is_sqlite
        self._names = itertools.count()

    def counts(self) -> BookCounts:
        """See the port."""
        return next(self._rows(statements.COUNTS, BookCounts._make))

    def heads(self) -> Iterator[HeadRow]:
        """See the port."""
        return self._rows(statements.HEADS, HeadRow._make)

    def entries(self) -> Iterator[EntryRow]:
        """See the port."""
        return self._rows(statements.ENTRIES, EntryRow._make)

    def uncovered(self) -> Iterator[CoverRow]:
        """See the port."""
        sequence = statements.SEQUENCE_SQLITE if self._is_sqlite else statements.SEQUENCE_POSTGRESQL
        return self._rows(statements.UNCOVERED.replace("{sequence}", sequence), CoverRow._make)

    def keys(self) -> Iterator[KeyRow]:
        """See the port."""
        return self._rows(statements.KEYS, KeyRow._make)

    def holds(self) -> Iterator[HoldRow]:
        """See the port."""
        return self._rows(statements.HOLDS, HoldRow._make)

    def remainders(self) -> Iterator[RemainderRow]:
        """See the port."""
        return self._rows(statements.REMAINDERS, RemainderRow._make)

    def merges(self) -> Iterator[MergeRow]:
        """See the port."""
        return self._rows(statements.MERGES, MergeRow._make)

    def merged(self) -> Iterator[MergedRow]:
        """See the port."""
        return self._rows(statements.MERGED, MergedRow._make)

    def events(self) -> Iterator[EventRow]:
        """See the port."""
        return self._rows(statements.EVENTS, EventRow._make)

    def ticket_events(self) -> Iterator[TicketEventRow]:
        """See the port."""
        return self._rows(statements.TICKET_EVENTS, TicketEventRow._make)

    def tier_events(self) -> Iterator[TierEventRow]:
        """See the port."""
        return self._rows(statements.TIER_EVENTS, TierEventRow._make)

    def expiry_events(self) -> Iterator[ExpiryEventRow]:
        """See the port."""
        return self._rows(statements.EXPIRY_EVENTS, ExpiryEventRow._make)

    def sealed(self) -> Iterator[SealedRow]:
        """See the port."""
        for table, columns in SEALED.items():
            yield from self._rows(_sealed(table), partial(_sealed_row, table, columns))

    def stray_events(self) -> Iterator[StrayEventRow]:
        """See the port."""
        return self._rows(statements.STRAY_EVENTS, StrayEventRow._make)

    def _rows(self, statement: str, make: Callable[[Row], Named]) -> Iterator[Named]:
        if self._is_sqlite:
            cursor = self._connection.cursor()
        else:
            cursor = self._connection.cursor(f"rows_{next(self._names)}")
            cursor.itersize = FETCH_ROWS
        try:
            yield from map(make, cursor.execute(statement))
        finally:
            # Where the connection is closed already, so is the cursor.
            with suppress(Exception):
                cursor.close()


def _sealed(table: str) -> str:
    names = ", ".join((*names_of(table), *SEALED[table]))
    return f"SELECT seal, {names} FROM {table} WHERE seal IS NOT NULL"  # noqa: S608 - fixed names


def _sealed_row(table: str, columns: Sequence[str], row: Row) -> SealedRow:
    seal, *rest = row
    names = [each.hex() if isinstance(each, bytes) else str(each) for each in rest[: -len(columns)]]
    return SealedRow(table, " ".join(names), seal, tuple(zip(columns, rest[-len(columns) :], strict=True)))


def _sqlite_snapshot(connection: Any) -> Iterator[DatabaseSnapshot]:
    # What a flipped byte makes of a text may be no UTF-8: it is to be found, not to stop the search.
    connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    for setting in ("cache_size = -262144", "temp_store = FILE"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    yield DatabaseSnapshot(connection, is_sqlite=True)


def _postgresql_snapshot(connection: Any) -> Iterator[DatabaseSnapshot]:
    connection.execute(_BEGIN_POSTGRESQL)
    for setting in _SETTINGS_POSTGRESQL:
        connection.execute(setting)
    yield DatabaseSnapshot(connection, is_sqlite=False)

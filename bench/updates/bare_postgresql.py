"""The bare driver on PostgreSQL, a connection for each thread: all statements sent together, or one trip for each."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from adapters.database.engine import Store
from bench.updates import fixed_sql
from bench.updates.form import Apply, account_number
from bench.wrong import Wrong

_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
_LOCK = fixed_sql.ACCOUNT.replace("?", "%s") + " FOR UPDATE"
_KEY = fixed_sql.KEY.replace("?", "%s")


class BarePostgresqlForm:
    """`is_pipelined`: two trips, one to read and one to write and commit; else a trip for each of nine statements."""

    def __init__(self, store: Store, account_ids: Sequence[int], *, is_pipelined: bool) -> None:
        self.name = "bare" if is_pipelined else "naive"
        self._url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._ids = account_ids
        self._is_pipelined = is_pipelined
        self._movement_ids = itertools.count(fixed_sql.FIRST_ID + (0 if is_pipelined else fixed_sql.FIRST_ID))

    @contextmanager
    def worker(self) -> Iterator[Apply]:
        """See `Form`."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            apply = self._apply_together if self._is_pipelined else self._apply_one_by_one
            yield lambda place, transaction_id: apply(connection, place, transaction_id)

    def _apply_together(self, connection: psycopg.Connection[Any], place: int, transaction_id: str) -> None:
        account_id, key = self._ids[place], fixed_sql.key_of(transaction_id, account_number(self.name, place))
        with connection.pipeline():
            connection.execute(_BEGIN)
            locked = connection.execute(_LOCK, (account_id,))
            known = connection.execute(_KEY, (1, key))
            self._write(connection, locked, known, account_id, transaction_id, key)
            connection.execute("COMMIT")

    def _apply_one_by_one(self, connection: psycopg.Connection[Any], place: int, transaction_id: str) -> None:
        account_id, key = self._ids[place], fixed_sql.key_of(transaction_id, account_number(self.name, place))
        connection.execute(_BEGIN)
        locked = connection.execute(_LOCK, (account_id,))
        known = connection.execute(_KEY, (1, key))
        self._write(connection, locked, known, account_id, transaction_id, key)
        connection.execute("COMMIT")

    def _write(
        self,
        connection: psycopg.Connection[Any],
        locked: psycopg.Cursor[Any],
        known: psycopg.Cursor[Any],
        account_id: int,
        transaction_id: str,
        key: bytes,
    ) -> None:
        row = locked.fetchone()
        if row is None or known.fetchone():
            raise Wrong("A yardstick's account is missing, or its transaction id was there before.")
        for statement, values in fixed_sql.writes(row, account_id, next(self._movement_ids), transaction_id, key):
            connection.execute(statement.replace("?", "%s"), values)

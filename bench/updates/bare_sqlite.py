"""The bare driver on SQLite: one connection behind a lock, fixed statements, one transaction for each update."""

import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from adapters.database.engine import Store, sqlite_module
from bench.updates import fixed_sql
from bench.updates.form import Apply, account_number
from bench.wrong import Wrong


class BareSqliteForm:
    """All threads take turns at one connection: several would only sleep and try again."""

    name = "bare"

    def __init__(self, store: Store, account_ids: Sequence[int]) -> None:
        self._file = store.file
        self._ids = account_ids
        self._lock = threading.Lock()
        self._open: Any = None

    @contextmanager
    def worker(self) -> Iterator[Apply]:
        """See `Form`."""
        with self._lock:
            if self._open is None:
                self._open = sqlite_module().connect(self._file, isolation_level=None, check_same_thread=False)
                self._open.execute("PRAGMA synchronous=FULL")
        cursor = self._open.cursor()
        # The product takes the id after the highest one, so in a new round this begins behind it.
        highest = cursor.execute("SELECT COALESCE(MAX(id), 0) FROM movement").fetchone()[0]
        self._movement_ids = itertools.count(highest + 1)
        yield lambda place, transaction_id: self._apply(cursor, place, transaction_id)

    def _apply(self, cursor: Any, place: int, transaction_id: str) -> None:
        account_id, key = self._ids[place], fixed_sql.key_of(transaction_id, account_number(self.name, place))
        with self._lock:
            cursor.execute("BEGIN IMMEDIATE")
            row = cursor.execute(fixed_sql.ACCOUNT, (account_id,)).fetchone()
            if cursor.execute(fixed_sql.KEY, (row[0], key)).fetchone():
                raise Wrong("A yardstick's transaction id was there before.")
            for statement, values in fixed_sql.writes(row, account_id, next(self._movement_ids), transaction_id, key):
                cursor.execute(statement, values)
            cursor.execute("COMMIT")

"""Ids for movements, known before the rows are written, so that entry and movement need no trip between them."""

import threading
from collections.abc import Callable

from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction

BLOCK = 128
"""How many ids a process takes from PostgreSQL's sequence at once; what is left when it ends is never used."""


class MovementIds:
    """Gives movement ids inside a write transaction.

    On SQLite there is one writer at a time, so the next id follows the highest. On PostgreSQL each process takes a
    block of a sequence; ids are unique but say nothing about order.
    """

    def __init__(self, store: Store) -> None:
        self._is_sqlite = store.is_sqlite
        self._next = self._end = 0
        self._guard = threading.Lock()

    def within(self, hot: HotTransaction) -> Callable[[], int]:
        """A function that gives the next id, for use until this transaction ends."""
        if self._is_sqlite:
            self._next = 0

        def take() -> int:
            with self._guard:
                return self._take(hot)

        return take

    def forget(self) -> None:
        """Give no more ids of the block in hand.

        A block whose transaction was lost in a crash of the server was never taken as far as its sequence knows, and
        another process gets it too.
        """
        with self._guard:
            self._next = self._end = 0

    def _take(self, hot: HotTransaction) -> int:
        if self._is_sqlite and not self._next:
            self._next = hot.rows("SELECT COALESCE(MAX(id), 0) + 1 FROM movement")[0][0]
        elif not self._is_sqlite and self._next >= self._end:
            self._next = hot.rows("SELECT nextval('movement_id_block')")[0][0]
            self._end = self._next + BLOCK
        self._next += 1
        return int(self._next - 1)

"""What an operation asks of the database: its statements, and the time that they take."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction, Rows
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork

Heard = dict[str, Sequence[Any]]
"""Statements, each with the values that it was first heard with."""


class Listener(Reader):
    """A reader that keeps what it was asked, and how long the answers took, in seconds."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.opened = store
        self.seconds = 0.0
        self.heard: Heard = {}

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """See `Reader`."""
        self.heard.setdefault(statement, values)
        began = time.perf_counter()
        found = super().rows(statement, values)
        self.seconds += time.perf_counter() - began
        return found


class HeardUnitOfWork(UnitOfWork):
    """A unit of work whose listener hears what its transactions on the hot road read and change; the time is not kept."""

    def __init__(self, store: Store, listener: Listener) -> None:
        super().__init__(store)
        self._opened, self._heard = store, listener.heard

    @contextmanager
    def hot_transaction(self) -> Iterator[HotTransaction]:
        """See `UnitOfWork`."""
        with super().hot_transaction() as hot:
            yield _Heard(hot, self._heard)


class _Heard(HotTransaction):
    def __init__(self, hot: HotTransaction, heard: Heard) -> None:
        self._hot, self._heard = hot, heard

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        self._heard.setdefault(statement, values)
        return self._hot.rows(statement, values)

    def ask(self, statement: str, values: Sequence[Any] = ()) -> Callable[[], Rows]:
        self._heard.setdefault(statement, values)
        return self._hot.ask(statement, values)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._heard.setdefault(statement, values)
        self._hot.execute(statement, values)

    def execute_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            self._heard.setdefault(statement, rows[0])
        self._hot.execute_many(statement, rows)

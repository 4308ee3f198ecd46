"""Reading every account's figures in one snapshot after the other, and holding them to what must always be so."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.database.engine import Store
from bench.crash.world import ACCOUNTS, OPENING

GIVING, SPENDING = ACCOUNTS[:10], ACCOUNTS[10:]
"""Accounts that only give to one another, and accounts that may not go below zero."""

_FIGURES = """
SELECT a.number, a.balance, a.sequence,
(SELECT COALESCE(SUM(e.amount), 0) FROM entry e WHERE e.account_id = a.id),
(SELECT COUNT(*) FROM entry e WHERE e.account_id = a.id),
(SELECT COALESCE(SUM(-h.amount), 0) FROM hold h WHERE h.account_id = a.id AND h.state = 'open' AND h.amount < 0)
FROM account a ORDER BY a.id"""


@dataclass
class Watch:
    """Reads all figures in one snapshot after the other, until it is told to end."""

    store: Store
    faults: list[str] = field(default_factory=list)
    snapshots: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> None:
        """Look once more, and end."""
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        seen: dict[str, int] = {}
        while len(self.faults) < 20:
            is_last = self._stop.is_set()
            with _snapshot(self.store) as cursor:
                rows = list(cursor.execute(_FIGURES).fetchall())
            self.snapshots += 1
            self._judge(rows, seen)
            if is_last:
                return

    def _judge(self, rows: list[Any], seen: dict[str, int]) -> None:
        given = sum(balance for number, balance, *_ in rows if _is_of(number, GIVING))
        if given != len(GIVING) * OPENING * 10_000:
            self.faults.append(f"snapshot {self.snapshots}: those who only give to one another have {given} together")
        for number, balance, sequence, entered, count, held in rows:
            if (balance, sequence) != (entered, count):
                self.faults.append(
                    f"snapshot {self.snapshots}: {number} has {balance}, its {count} entries say {entered}"
                )
            if _is_of(number, SPENDING) and held > balance:
                self.faults.append(f"snapshot {self.snapshots}: {number} has {balance} and holds {held}")
            if sequence < seen.get(number, 0):
                self.faults.append(f"snapshot {self.snapshots}: {number} went back to its entry {sequence}")
            seen[number] = sequence


def _is_of(number: str, group: Sequence[str]) -> bool:
    """Whether the account is of this half; those that were opened since are named after the first of it."""
    return number in group or number.startswith(f"{group[0]}-")


@contextmanager
def _snapshot(store: Store) -> Iterator[Any]:
    connection = store.read_connections.lend()
    try:
        cursor = connection.cursor()
        cursor.execute("BEGIN" if store.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor
        cursor.execute("ROLLBACK")
    finally:
        store.read_connections.discard(connection)

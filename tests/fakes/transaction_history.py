"""Movements in memory."""

from collections.abc import Sequence
from datetime import datetime

from domain.customers.list_transactions import Transaction
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from tests.fakes.windows import through


class FakeTransactionHistory:
    """A `TransactionHistory` over a list."""

    def __init__(self) -> None:
        self._moved: list[tuple[int, datetime, Transaction]] = []

    def put(self, programme: Programme, transaction: Transaction, received_at: datetime) -> None:
        """Add the next movement."""
        self._moved.append((programme.id, received_at, transaction))

    def list_transactions(self, programme: Programme, number: str, window: Window) -> Sequence[Listed[Transaction]]:
        """See the port."""
        mine = [moved for moved in self._moved if (moved[0], moved[2].customer_number) == (programme.id, number)]
        # Stable: of those received at the same moment, the one recorded last comes first.
        latest_first = sorted(mine, key=lambda moved: moved[1])[::-1]
        return through(window, (Listed(moved[2], (f"{place:09}",)) for place, moved in enumerate(latest_first)))

    def count_transactions(self, programme: Programme, number: str, cap: int) -> int:
        """See the port."""
        return min(cap, len(self.list_transactions(programme, number, Window(cap))))

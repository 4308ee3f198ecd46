"""Rolling over points whose waiting is done, where no update or purchase did it before: many members in one transaction."""

from datetime import datetime

from adapters.database.account_batches import AccountBatches
from adapters.database.due_points import DuePoints
from adapters.database.reading import Reader
from domain.clock import to_microseconds

_DUE = "SELECT account_id FROM escrow_lot WHERE state = 'open' AND due_at <= ? {}ORDER BY due_at LIMIT ?"


class EscrowRollOver:
    """Finds what is due and settles it; several workers at once do no harm."""

    def __init__(self, due: DuePoints, batches: AccountBatches, reader: Reader) -> None:
        self._due = due
        self._batches = batches
        self._reader = reader

    def __call__(self, now: datetime, limit: int) -> int:
        """Roll over what is due at `now`, of up to `limit` tickets; returns how many were found."""
        aside, those = self._batches.aside("account_id")
        found = self._reader.rows(_DUE.format(aside), (to_microseconds(now), *those, limit))
        self._batches(
            {row[0] for row in found},
            lambda hot, books, accounts: self._due.settle_waiting(hot, books, accounts, now),
            now,
        )
        return len(found)

"""Finding holds whose expiry has passed."""

from collections.abc import Sequence
from datetime import datetime

from adapters.database.reading import Reader
from domain.accounts.account import parse_account_type
from domain.accounts.lapse_holds import ExpiredHold
from domain.clock import to_microseconds

_EXPIRED = """
SELECT h.movement_id, m.programme_id, a.account_type, a.number, m.device, m.transaction_id
FROM hold h JOIN movement m ON m.id = h.movement_id JOIN account a ON a.id = h.account_id
WHERE h.state = 'open' AND h.expires_at <= ? ORDER BY h.expires_at LIMIT ?"""


class DatabaseExpiredHolds:
    """Implements the port `domain.accounts.lapse_holds.ExpiredHolds`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, now: datetime, limit: int) -> Sequence[ExpiredHold]:
        """See the port."""
        return [
            ExpiredHold(row[0], row[1], parse_account_type(row[2]), row[3], row[4], row[5])
            for row in self._reader.rows(_EXPIRED, (to_microseconds(now), limit))
        ]

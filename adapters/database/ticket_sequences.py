"""Finding the gaps in tills' own numbers, in one statement."""

from collections.abc import Sequence

from adapters.database.reading import Reader
from domain.programmes.programme import Programme
from domain.purchases.list_ticket_gaps import SequenceGap

_GAPS = """
SELECT device, previous + 1, sequence - 1 FROM (
    SELECT device, sequence, LAG(sequence) OVER (PARTITION BY device ORDER BY sequence) AS previous
    FROM ticket WHERE programme_id = ? AND sequence IS NOT NULL{}) arrived
WHERE sequence > previous + 1 ORDER BY device, sequence LIMIT 1000"""
_ALL, _OF_ONE = _GAPS.format(""), _GAPS.format(" AND device = ?")


class DatabaseTicketSequences:
    """Implements the port `domain.purchases.list_ticket_gaps.TicketSequences`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def gaps(self, programme: Programme, device: str) -> Sequence[SequenceGap]:
        """See the port."""
        rows = (
            self._reader.rows(_OF_ONE, (programme.id, device)) if device else self._reader.rows(_ALL, (programme.id,))
        )
        return [SequenceGap(*row) for row in rows]

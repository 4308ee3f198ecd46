"""A movement as the lots of points see it."""

from dataclasses import dataclass
from datetime import datetime

from domain.accounts.prepared_update import MovementKind


@dataclass(frozen=True, slots=True)
class PointLine:
    """What one movement did to a balance of points; amounts are scaled.

    `occurred_at` of a roll-over is the moment from which its points could be spent. `original_at` is when the original was received.
    """

    movement_id: int
    kind: MovementKind
    amount: int
    received_at: datetime
    occurred_at: datetime | None = None
    original_id: int | None = None
    original_at: datetime | None = None

    @property
    def counts_from(self) -> datetime:
        """The moment from which its points live: that of their arrival, or the end of their waiting."""
        return self.occurred_at or self.received_at if self.kind is MovementKind.ROLL_OVER else self.received_at

"""A clock that tells what it is told."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class FakeClock:
    """Stands still at `moment`."""

    moment: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

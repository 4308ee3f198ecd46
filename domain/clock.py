"""The clock as a port, so that time can be told in tests."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """An aware datetime as microseconds since 1970, exactly; this is how the ledger stores time."""
    return (moment - EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """The inverse of `to_microseconds`, in UTC."""
    return EPOCH + timedelta(microseconds=value)

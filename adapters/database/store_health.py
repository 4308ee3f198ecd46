"""Whether the database answers, knows the newest schema, and how old its oldest event is."""

from dataclasses import dataclass

from adapters.database.migrations import newest_revision
from adapters.database.reading import Reader
from domain.clock import Clock, to_microseconds

_REVISION = "SELECT version_num FROM alembic_version"
_OLDEST_EVENT = "SELECT created_at FROM outbox ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What is known of a database that answers; `oldest_event_seconds` is None where no event waits."""

    is_current: bool
    oldest_event_seconds: float | None = None


class StoreHealthReader:
    """Asks the database, by two look-ups that cost the same however much is in it."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        # Read once: a new schema comes with a new program.
        self._newest = newest_revision()

    def read(self) -> StoreHealth:
        """The health of the database now; raises `StoreUnavailable` where it does not answer."""
        row = self._reader.row(_REVISION)
        if row is None or row[0] != self._newest:
            return StoreHealth(is_current=False)
        oldest = self._reader.row(_OLDEST_EVENT)
        if oldest is None:
            return StoreHealth(is_current=True)
        age = (to_microseconds(self._clock.now()) - oldest[0]) / 1_000_000
        return StoreHealth(is_current=True, oldest_event_seconds=age)

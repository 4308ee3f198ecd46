"""Use case: list the points that expire by a day, account by account."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.accounts.coming_expiry import ComingExpiry
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.expiry_rule import day_end
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class ExpiringLine:
    """What expires of one account at one moment, as of now.

    `last_day` is the last one on which it can be spent, in the programme's time zone. `announced_at` is None where it was
    not announced yet.
    """

    account_number: str
    customer_number: str
    precision: int
    expiry: ComingExpiry
    last_day: date
    announced_at: datetime | None


Seen = Callable[[int, int], None]
"""Is told up to which account all have been looked through, and the last one's id."""


class ExpiringPoints(Protocol):
    """Where points are found that expire."""

    def until(self, programme: Programme, until: datetime, now: datetime, seen: Seen) -> Iterator[ExpiringLine]:
        """What expires after `now` and not after `until`, in the order in which the accounts were opened.

        Read in bounded memory; what changes meanwhile may or may not be seen. Raises `StoreUnavailable`.
        """


@dataclass(frozen=True, slots=True)
class ListExpiring:
    """Lists what expires by the end of a day."""

    points: ExpiringPoints
    clock: Clock

    def __call__(
        self, programme: Programme, last_day: date, seen: Seen = lambda _done, _all: None
    ) -> Iterator[ExpiringLine]:
        """All that can be spent on this day at the latest, in the programme's time zone; `seen` tells of the progress.

        Raises `InvalidInput` for a day that is over.
        """
        until, now = day_end(last_day, programme.zone_of("")), self.clock.now()
        if until <= now:
            raise InvalidInput("until is over; give today or a later day.", field="until")
        return self.points.until(programme, until, now, seen)

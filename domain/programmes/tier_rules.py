"""The ranked levels of a programme: how many points lead to each, and how long each lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum


class TierTerm(Enum):
    """How long a level lasts once it is reached; the value is the name in rules' files."""

    FOR_EVER = "for-ever"
    END_OF_NEXT_YEAR = "end-of-next-year"
    MONTHS = "months"


class PointsEnd(Enum):
    """When tier-qualifying points go back to zero: never, at the end of each year, or when the member's tier ends."""

    NEVER = "never"
    EACH_YEAR = "each-year"
    WITH_TIER = "with-tier"


class Fall(Enum):
    """Where a member falls whose points do not keep a tier that ends: to the level that they reach, or by one level."""

    TO_POINTS = "to-points"
    ONE_LEVEL = "one-level"


@dataclass(frozen=True, slots=True)
class TierLevel:
    """A level: reached with `entry` tier-qualifying points and kept with `keep`; `months` counts where the term is MONTHS.

    `keep` is None where it takes as many as to enter.
    """

    code: str
    name: str
    entry: Decimal
    term: TierTerm = TierTerm.FOR_EVER
    months: int = 0
    keep: Decimal | None = None

    @property
    def points_to_keep(self) -> Decimal:
        """The points that keep a member in the level when its term ends."""
        return self.entry if self.keep is None else self.keep

    def ends_at(self, joined: datetime) -> datetime | None:
        """When the level ends that was reached at this moment of the programme's own time; None for one that does not.

        The end of the following calendar year is the first moment of the year after it.
        """
        if self.term is TierTerm.FOR_EVER:
            return None
        if self.term is TierTerm.END_OF_NEXT_YEAR:
            return datetime(joined.year + 2, 1, 1, tzinfo=joined.tzinfo)
        years, month = divmod(joined.month - 1 + self.months, 12)
        # A month without that day ends the level on its last: the first of the next one is a day too many.
        day = next(day for day in range(joined.day, 0, -1) if _is_day(joined.year + years, month + 1, day))
        return joined.replace(year=joined.year + years, month=month + 1, day=day)

    def ends_again_at(self, ended: datetime) -> datetime | None:
        """When a term of the level ends that follows on one which ended at this moment of the programme's own time.

        The points of the year that has just ended are what it was kept with, so the following year is the one after that.
        """
        if self.term is TierTerm.END_OF_NEXT_YEAR:
            return self.ends_at(ended - timedelta(microseconds=1))
        return self.ends_at(ended)


@dataclass(frozen=True, slots=True)
class TierRules:
    """The levels of a tier system, the lowest first; a level's rank is its place, counted from 1."""

    system: str
    levels: tuple[TierLevel, ...]
    points_end: PointsEnd = PointsEnd.NEVER
    fall: Fall = Fall.TO_POINTS

    def reached(self, points: Decimal) -> TierLevel | None:
        """The highest level that these tier-qualifying points reach."""
        return next((level for level in reversed(self.levels) if points >= level.entry), None)

    def rank(self, code: str) -> int:
        """The rank of the level with this code; 0, as of who is not enrolled, for any other."""
        return next((rank for rank, level in enumerate(self.levels, 1) if level.code == code), 0)

    def level(self, code: str) -> TierLevel | None:
        """The level with this code."""
        return next((level for level in self.levels if level.code == code), None)

    def below(self, code: str) -> TierLevel | None:
        """The level one below that of this code; None below the lowest and for a code that is not known."""
        rank = self.rank(code)
        return self.levels[rank - 2] if rank > 1 else None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)  # noqa: DTZ001 - only whether the calendar has it
    except ValueError:
        return False
    return True

"""Where a member stands in the tiers, by the plain rules: points come, terms end, years end, each at its own moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Ladder:
    """The levels of an example, each with the points to reach and to keep it; `term` is "" for one that lasts, "months" or "year"."""

    levels: tuple[tuple[str, int, int], ...]
    term: str
    points_end: str
    fall: str

    def reached(self, points: int) -> int:
        """The rank that these points reach; 0 below the lowest."""
        return sum(points >= entry for _, entry, _ in self.levels)

    def term_end(self, start: datetime, *, again: bool) -> datetime | None:
        """When a term ends that begins now."""
        local = (start - timedelta(microseconds=again)).astimezone(LONDON)
        if self.term == "year":
            return datetime(local.year + 2, 1, 1, tzinfo=LONDON).astimezone(UTC)
        if self.term == "months":
            return two_months_later(start.astimezone(LONDON)).astimezone(UTC)
        return None


def two_months_later(moment: datetime) -> datetime:
    """The same wall time two months later, or of the month's last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + 2, 12)
    following = datetime(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: DTZ001 - days alone
    last = (following - timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


@dataclass
class Standing:
    """The rank (0: none), its term, and the points that count."""

    ladder: Ladder
    year_end: datetime
    rank: int = 0
    since: datetime | None = None
    until: datetime | None = None
    points: int = 0
    counted_since: datetime | None = None

    @property
    def code(self) -> str:
        return self.ladder.levels[self.rank - 1][0] if self.rank else ""

    def ends_ahead(self) -> list[datetime]:
        """The moments at which something ends by itself."""
        years = [self.year_end] if self.ladder.points_end == "each-year" else []
        return years + ([self.until] if self.until else [])

    def let_end(self, now: datetime) -> None:
        """A term ends, then a year does."""
        if self.until and self.until <= now:
            self._end_term(now)
            if self.ladder.points_end == "with-tier":
                self.points, self.counted_since = 0, now
        if self.ladder.points_end == "each-year" and self.year_end <= now:
            self.points, self.counted_since = 0, now
            self.year_end = new_year(now)

    def arrive(self, points: int, now: datetime) -> None:
        """Points come to count, and may lift."""
        self.points += points
        self.lift(now)

    def lift(self, now: datetime) -> None:
        """The member goes up where the points reach higher."""
        rank = self.ladder.reached(self.points)
        if rank > self.rank:
            self.rank, self.since, self.until = rank, now, self.ladder.term_end(now, again=False)

    def _end_term(self, now: datetime) -> None:
        reached = self.ladder.reached(self.points)
        keeps = self.points >= self.ladder.levels[self.rank - 1][2]
        if not (keeps and reached <= self.rank):
            self.rank = max(reached, self.rank - 1) if self.ladder.fall == "one-level" else reached
        self.since = now
        self.until = self.ladder.term_end(now, again=True) if self.rank else None


def new_year(moment: datetime) -> datetime:
    """The next beginning of a year in London."""
    return datetime(moment.astimezone(LONDON).year + 1, 1, 1, tzinfo=LONDON).astimezone(UTC)

"""When points expire that count from a moment: some months later, on a fixed day of the year, or both together."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of every year; 29 February is the 28th where a year has none."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    def on_or_after(self, day: date) -> date:
        """The first such day that is not before this one."""
        this_year = self._of(day.year)
        return this_year if this_year >= day else self._of(day.year + 1)

    def _of(self, year: int) -> date:
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class ExpiryRule:
    """Points live `months` from the day they count from and, with a `day`, on to the first such day after that.

    They last to the end of that day, in the programme's time zone. What expires is announced `notice_days` before.
    """

    months: int = 0
    day: YearDay | None = None
    notice_days: int = 0

    def last_day(self, first: date) -> date:
        """The last day on which points can be spent that count from this day."""
        lived = _later(first, self.months)
        return self.day.on_or_after(lived) if self.day else lived

    def expires_at(self, counts_from: datetime, zone: ZoneInfo) -> datetime:
        """The moment from which points are gone that count from this one."""
        return day_end(self.last_day(counts_from.astimezone(zone).date()), zone)

    @property
    def longest(self) -> timedelta:
        """A time after which points have expired at the latest."""
        return timedelta(days=31 * self.months + (367 if self.day else 0) + 2)

    def sentence(self) -> str:
        """The rule for people."""
        counted = f"{self.months} months after they could be spent first"
        if self.day is None:
            until = f"the end of the day {counted}"
        elif self.months:
            until = f"the end of the first {self.day} that is at least {counted}"
        else:
            until = f"the end of the next {self.day}"
        notice = f", announced {self.notice_days} days before" if self.notice_days else ""
        return f"Points expire at {until}{notice}."


def day_end(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after this day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(ZoneInfo("UTC"))


def day_before(end: datetime, zone: ZoneInfo) -> date:
    """The last day before a moment at which days end: `day_end` of it."""
    return (end - timedelta(microseconds=1)).astimezone(zone).date()


def _later(day: date, months: int) -> date:
    """The same day some months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

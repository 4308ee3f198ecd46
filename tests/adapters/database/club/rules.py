"""The rules of an example: as the model keeps them, and as the JSON form that the product reads."""

import json
from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.adapters.database.club.tiers import LONDON, Ladder


@dataclass(frozen=True)
class Rules:
    """What a version says: days in escrow, the end of points (months, a day of the year, both, or neither), limits of an hour.

    What ends is announced `notice` days before.
    """

    days: int = 30
    months: int = 0
    day: tuple[int, int] | None = None
    tickets_an_hour: int | None = None
    points_an_hour: int | None = None
    notice: int = 0

    @property
    def lets_expire(self) -> bool:
        return bool(self.months or self.day)

    def end_of(self, counts_from: datetime) -> datetime:
        """The first moment after the last day of points that count from this one."""
        first = counts_from.astimezone(LONDON).date()
        year, month = divmod(first.year * 12 + first.month - 1 + self.months, 12)
        last = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        if self.day:
            this_year = date(last.year, *self.day)
            last = this_year if this_year >= last else date(last.year + 1, *self.day)
        return datetime.combine(last + timedelta(days=1), time(), LONDON).astimezone(UTC)

    def form(self, ladder: Ladder) -> str:
        """The same as people write it."""
        lasts: dict[str, Any] = {
            "": {},
            "year": {"lasts": "end-of-next-year"},
            "months": {"lasts": "months", "months": 2},
        }
        levels = [
            {
                "code": code,
                "name": code.title(),
                "entry": entry,
                **lasts[ladder.term],
                **({"keep": keep} if ladder.term else {}),
            }
            for code, entry, keep in ladder.levels
        ]
        limits = {"ticketsPerHour": self.tickets_an_hour, "pointsPerHour": self.points_an_hour}
        velocity = {name: limit for name, limit in limits.items() if limit is not None}
        day = {"day": f"{self.day[0]:02}-{self.day[1]:02}"} if self.day else {}
        notice = {"noticeDays": self.notice} if self.notice else {}
        expiry = {**({"months": self.months} if self.months else {}), **day, **notice} if self.lets_expire else {}
        return json.dumps(
            {
                "earn": [{"name": "base", "points": 1, "perAmount": 1, "tierMultipliers": {"GOLD": 2}}],
                "escrowDays": self.days,
                "tiers": {"system": "CLUB", "levels": levels, "pointsEnd": ladder.points_end, "fall": ladder.fall},
                **({"velocity": velocity} if velocity else {}),
                **({"expiry": expiry} if expiry else {}),
            }
        )


@dataclass
class Versions:
    """All versions, each since its moment."""

    since: list[datetime]
    rules: list[Rules] = field(default_factory=list)

    def add(self, since: datetime, rules: Rules) -> None:
        self.since.append(since)
        self.rules.append(rules)

    def at(self, moment: datetime) -> Rules:
        return self.rules[bisect_right(self.since, moment) - 1]

    def end_of(self, counts_from: datetime) -> datetime | None:
        """When points end that count from this moment, by the rules of it, or of when points began to expire at all."""
        begun = [since for since, rules in zip(self.since, self.rules, strict=True) if rules.lets_expire]
        if not begun:
            return None
        counted = max(counts_from, begun[0])
        rules = self.at(counted)
        return rules.end_of(counted) if rules.lets_expire else None

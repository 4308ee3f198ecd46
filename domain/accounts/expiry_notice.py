"""Which expiries of an account are announced now, and when somebody has to look at it again. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.accounts.account import AWAITS_CREDIT
from domain.accounts.point_lots import ON_THE_WAY, PointLots
from domain.programmes.expiry_schedule import ExpirySchedule

_DAY = timedelta(days=1)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Notice:
    """How many points (scaled) to announce by when they expire, and the account's `points_announce_from` after that."""

    expiries: Mapping[datetime, int]
    look_from: datetime


@dataclass(frozen=True, slots=True)
class NoticeWindow:
    """What a programme announces at one moment.

    Expiries up to `until` are announced. Points that are credited from now on expire at `first` or later, and those that
    do not expire at `first` do so at `following` or later.
    """

    now: datetime
    until: datetime
    first: datetime
    following: datetime

    @property
    def is_open(self) -> bool:
        """Whether points that are credited now are to be announced at once, as happens shortly before a fixed day."""
        return self.first <= self.until

    @property
    def tomorrow(self) -> datetime:
        """An account with this `points_announce_from` is looked at again in a day."""
        return self.until + _DAY

    @property
    def too_late(self) -> tuple[tuple[datetime, datetime], ...]:
        """Between these moments lies no `points_announce_from` that was found by the rules of today."""
        if not self.is_open:
            return ((self.first, _END_OF_TIME),)
        return ((self.tomorrow, self.following), (max(self.tomorrow, self.following), AWAITS_CREDIT))

    def wants(self, announce_from: datetime | None) -> bool:
        """Whether somebody has to look at an account with this `points_announce_from`."""
        if announce_from is None or announce_from <= self.until:
            return True
        return any(after < announce_from < before for after, before in self.too_late)

    def look(self, lots: PointLots, announced: Collection[datetime]) -> Notice:
        """Look at an account of which these expiries have been announced before."""
        coming = {expiry: points for expiry, points in lots.coming(self.now).items() if points}
        later = [expiry for expiry in coming if expiry > self.until]
        told = {expiry: points for expiry, points in coming.items() if expiry <= self.until and expiry not in announced}
        if not self.is_open:
            return Notice(told, min([self.first, *later]))
        if self.first in told or self.first in announced:
            known = self.following if self.following > self.until else self.tomorrow
        elif not coming:
            return Notice(told, AWAITS_CREDIT)
        else:
            known = self.tomorrow
        # What expires between tomorrow and the following expiry is of older rules, and is looked for each day.
        return Notice(told, min([known, *(min(each, self.tomorrow) for each in later if each < known)]))


def notice_window(schedule: ExpirySchedule, now: datetime) -> NoticeWindow | None:
    """What is announced now; None where nothing is."""
    until = schedule.announced_to(now)
    if until is None:
        return None
    # A credit may have been received before now and wait for the account.
    first = schedule.earliest(now - ON_THE_WAY)
    if first <= now:
        first = schedule.earliest(now)
    return NoticeWindow(now, until, first, schedule.following(first, now) if first <= until else first)

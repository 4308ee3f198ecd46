"""Whoever looks only when it is time to announces all that whoever looks every day at everything would announce."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.accounts.account import AWAITS_CREDIT
from domain.accounts.expiry_notice import NoticeWindow, notice_window
from domain.accounts.point_line import PointLine
from domain.accounts.point_lots import PointLots
from domain.accounts.prepared_update import MovementKind
from domain.programmes.expiry_rule import ExpiryRule, YearDay
from domain.programmes.expiry_schedule import ExpirySchedule

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")
RULES = st.one_of(
    st.builds(ExpiryRule, st.integers(1, 4), st.none(), st.sampled_from((0, 5, 20, 45))),
    st.builds(
        ExpiryRule, st.integers(0, 3), st.builds(YearDay, st.integers(1, 12), st.just(15)), st.sampled_from((5, 40))
    ),
)
VERSIONS = st.lists(st.tuples(st.integers(1, 200), st.one_of(RULES, st.none())), max_size=2)
MOVES = st.lists(st.tuples(st.integers(0, 250), st.integers(-60, 60)), min_size=1, max_size=12)

MONTHS, JUNE = ExpiryRule(4, None, 5), ExpiryRule(0, YearDay(6, 1), 40)


@dataclass
class Member:
    """One account; `told` is what was announced."""

    lines: list[PointLine] = field(default_factory=list)
    announce_from: datetime | None = None
    told: dict[datetime, int] = field(default_factory=dict)
    looks: int = 0

    def move(self, amount: int, now: datetime) -> None:
        kind = MovementKind.EARN if amount > 0 else MovementKind.REDEEM
        self.lines.append(PointLine(len(self.lines) + 1, kind, amount, now))
        if amount > 0 and self.announce_from == AWAITS_CREDIT:
            self.announce_from = now

    def lots(self, schedule: ExpirySchedule, now: datetime) -> PointLots:
        lots = PointLots(schedule)
        for line in self.lines:
            self._expire(lots, line.received_at)
            lots.enter([line])
        self._expire(lots, now)
        return lots

    def work(self, schedule: ExpirySchedule, window: NoticeWindow | None) -> None:
        if window and window.wants(self.announce_from):
            notice = window.look(self.lots(schedule, window.now), self.told)
            self.told.update(notice.expiries)
            self.announce_from = notice.look_from
            self.looks += 1
            assert not window.wants(self.announce_from)

    def _expire(self, lots: PointLots, now: datetime) -> None:
        if over := lots.over(now):
            lots.enter([PointLine(-1, MovementKind.EXPIRY, -over, now)])


def schedule_at(rules: Sequence[tuple[datetime, ExpiryRule | None]], now: datetime) -> ExpirySchedule:
    """The rules that had been set by then."""
    return ExpirySchedule(tuple(each for each in rules if each[0] <= now), UTC_ZONE)


@settings(max_examples=150, deadline=None)
@given(RULES, VERSIONS, MOVES)
# Points of older rules expire while those of the next fixed day, of which there are some or none, are announced.
@example(MONTHS, [(50, JUNE)], [(40, 10), (60, 10)])
@example(MONTHS, [(50, JUNE)], [(40, 10)])
# A fixed day is set when it is near, for an account that nobody would have looked at before.
@example(MONTHS, [(130, JUNE)], [(140, 10)])
@example(MONTHS, [(130, JUNE)], [(129, 10), (140, 10)])
def test_all_is_announced_on_its_day(
    first: ExpiryRule, later: list[tuple[int, ExpiryRule | None]], moves: list[tuple[int, int]]
) -> None:
    rules = [(START, first), *((START + day * DAY, rule) for day, rule in sorted(later, key=lambda each: each[0]))]
    member, wanted = Member(), dict[datetime, int]()
    for day in range(260):
        now = START + day * DAY + timedelta(hours=1)
        for _, amount in (each for each in moves if each[0] == day):
            balance = member.lots(schedule_at(rules, now), now)
            if amount > 0 or sum(lot.left for lot in balance.lots) >= -amount > 0:
                member.move(amount, now)
        schedule = schedule_at(rules, now)
        until = schedule.announced_to(now)
        for expiry, points in member.lots(schedule, now).coming(now).items():
            if until and expiry <= until:
                wanted.setdefault(expiry, points)
        member.work(schedule, notice_window(schedule, now))
        assert member.told == wanted


@pytest.mark.parametrize(
    ("rule", "at_most"),
    [(ExpiryRule(3, None, 10), 12), (ExpiryRule(0, YearDay(6, 15), 40), 6), (ExpiryRule(0, YearDay(6, 15), 365), 14)],
)
def test_nobody_is_looked_at_each_day(rule: ExpiryRule, at_most: int) -> None:
    member, schedule = Member(), ExpirySchedule(((START, rule),), UTC_ZONE)
    for day in range(360):
        now = START + day * DAY
        if day in {3, 100, 200, 300}:
            member.move(10, now)
        member.work(schedule, notice_window(schedule, now))
    assert len(member.told) >= 1
    assert member.looks <= at_most

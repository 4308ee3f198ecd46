"""When points expire: by months, on fixed days, over versions of rules, in the programme's own time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.programmes.expiry_rule import ExpiryRule, YearDay
from domain.programmes.expiry_schedule import NEVER, ExpirySchedule

LONDON = ZoneInfo("Europe/London")
START = datetime(2024, 1, 1, tzinfo=UTC)
RULES = st.builds(
    ExpiryRule, months=st.integers(1, 30), day=st.sampled_from([None, YearDay(12, 31), YearDay(2, 29), YearDay(6, 30)])
)
MOMENTS = st.integers(0, 5000).map(lambda days: START + timedelta(days=days, hours=days % 24))
SCHEDULES = st.lists(st.tuples(MOMENTS, st.none() | RULES), min_size=1, max_size=4, unique_by=lambda each: each[0]).map(
    lambda rules: ExpirySchedule(tuple(sorted(rules, key=lambda each: each[0])), LONDON)
)


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        (ExpiryRule(24), date(2024, 2, 29), date(2026, 2, 28)),
        (ExpiryRule(1), date(2026, 1, 31), date(2026, 2, 28)),
        (ExpiryRule(12), date(2026, 12, 3), date(2027, 12, 3)),
        (ExpiryRule(day=YearDay(12, 31)), date(2026, 12, 31), date(2026, 12, 31)),
        (ExpiryRule(day=YearDay(3, 31)), date(2026, 4, 1), date(2027, 3, 31)),
        (ExpiryRule(12, YearDay(12, 31)), date(2026, 6, 1), date(2027, 12, 31)),
        (ExpiryRule(day=YearDay(2, 29)), date(2026, 3, 1), date(2027, 2, 28)),
    ],
)
def test_the_last_day_of_points(rule: ExpiryRule, first: date, last: date) -> None:
    assert rule.last_day(first) == last
    assert timedelta(0) <= last - first <= rule.longest


def test_they_last_to_the_end_of_the_day_where_the_programme_is() -> None:
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert ExpiryRule(1).expires_at(summer, LONDON) == datetime(2026, 8, 1, 23, tzinfo=UTC)


def test_points_keep_the_rule_of_their_time() -> None:
    first, second, third = (START + timedelta(days=365 * years) for years in (1, 2, 3))
    schedule = ExpirySchedule(((START, None), (first, ExpiryRule(24)), (second, ExpiryRule(12)), (third, None)), LONDON)
    assert schedule.since == first
    assert schedule.expires_at(START) == schedule.expires_at(first) == ExpiryRule(24).expires_at(first, LONDON)
    assert schedule.expires_at(second) == ExpiryRule(12).expires_at(second, LONDON)
    assert schedule.expires_at(third) is None
    assert schedule.earliest(START) == schedule.first == ExpiryRule(12).expires_at(second, LONDON)
    assert schedule.earliest(third) == NEVER


def test_without_a_rule_points_last() -> None:
    schedule = ExpirySchedule(((START, None),), LONDON)
    assert (schedule.first, schedule.expires_at(START), schedule.settled_at(START)) == (None, None, None)
    assert schedule.earliest(START) == NEVER


@given(SCHEDULES, MOMENTS, MOMENTS, st.lists(MOMENTS, min_size=20, max_size=20))
def test_nothing_is_promised_that_does_not_hold(
    schedule: ExpirySchedule, now: datetime, later: datetime, earned: list[datetime]
) -> None:
    now, later = min(now, later), max(now, later)
    assert schedule.earliest(now) <= schedule.earliest(later)
    settled = schedule.settled_at(now)
    for moment in earned:
        expires_at = schedule.expires_at(moment)
        assert (expires_at or NEVER) >= (schedule.first or NEVER)
        if moment >= now:
            assert (expires_at or NEVER) >= schedule.earliest(now)
        if settled and moment <= settled:
            assert expires_at == schedule.expires_at(settled) or (expires_at and expires_at <= now)
            of_settled = schedule.expires_at(settled)
            assert of_settled
            assert of_settled <= now or settled == schedule.since

"""Rows of where members stand in the tiers, as the domain's `TierState`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from domain.amounts import from_scaled
from domain.clock import from_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords, RulesVersion, version_at
from domain.programmes.expiry_schedule import ExpirySchedule, schedule_of
from domain.programmes.programme import Programme
from domain.programmes.tier_rules import TierRules
from domain.purchases.tier_course import TierCourse, TierState

STATE_COLUMNS = "a.tier, a.tier_description, a.is_tier_manual, s.joined_at, s.resets_at, s.points_end_at, s.counted_since, s.changes"
"""What `state_from` wants of `account a` and, joined from the left, `tier_standing s`."""
STATE_WIDTH = 8

RulesOf = Callable[[Programme, datetime], RulesVersion | None]


class RulesAhead:
    """A programme's rules, read now and once: before a lock is taken behind which others wait, for whatever moments come up."""

    def __init__(self, rules: EarningRulesRecords, programme: Programme) -> None:
        self._versions = rules.list(programme)
        self._programme = programme

    def __call__(self, programme: Programme, moment: datetime) -> RulesVersion | None:
        """The version that holds at this moment, as `RulesOf`."""
        if programme.id != self._programme.id:
            raise ValueError("these are another programme's rules")
        return version_at(self._versions, moment)

    @cached_property
    def schedule(self) -> ExpirySchedule:
        """When points of the programme expire."""
        return schedule_of(self._programme, self._versions)


def state_from(row: Sequence[Any], points: int) -> TierState:
    """The state of a row of `STATE_COLUMNS`, with these tier-qualifying points (scaled)."""
    tier, name, is_manual, joined_at, resets_at, points_end_at, counted_since, changes = row
    return TierState(
        tier=tier,
        name=name,
        points=from_scaled(points),
        is_manual=bool(is_manual),
        joined_at=_moment(joined_at) if changes else None,
        resets_at=_moment(resets_at),
        points_end_at=_moment(points_end_at),
        counted_since=_moment(counted_since),
    )


def course_from(state: TierState, programme: Programme, rules_of: RulesOf) -> TierCourse:
    """The course that goes on from this state by the programme's rules; each moment's are asked for once."""
    known: dict[datetime, TierRules | None] = {}

    def rules_at(moment: datetime) -> TierRules | None:
        if moment not in known:
            version = rules_of(programme, moment)
            known[moment] = version.rules.tiers if version else None
        return known[moment]

    return TierCourse(state, rules_at, programme.zone_of(""))


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_microseconds(value)

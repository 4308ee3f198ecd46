"""A member's way through the tiers, forward in time: pure, the same for those who read and for whoever writes it down.

Points arrive, tiers end, years of points end; each takes effect at its own moment and by the rules of that moment, however
late it is looked at.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.programmes.tier_rules import PointsEnd, TierRules
from domain.purchases.tier_standing import TierStanding, lifted, reset

RulesAt = Callable[[datetime], TierRules | None]
"""The tiers by the rules that hold at a moment; None where there are none."""


@dataclass(frozen=True, slots=True)
class PointsArrived:
    """Points that have come to count."""

    at: datetime
    points: Decimal


@dataclass(frozen=True, slots=True)
class PointsEnded:
    """All the points that counted until then have gone; what arrives later counts anew."""

    at: datetime
    points: Decimal


TierStep = PointsArrived | PointsEnded | TierStanding
"""What happened to a member, in the order in which it did."""


@dataclass(slots=True)
class TierState:
    """Where a member stands: the tier and since when, when it ends, and the points that count.

    `points_end_at` is when their year ends, None where they don't end with a year; `counted_since` is when they last went
    back to zero. `joined_at` is None where no points have led to the tier. A tier `is_manual` that people keep.
    """

    tier: str
    name: str
    points: Decimal
    is_manual: bool = False
    joined_at: datetime | None = None
    resets_at: datetime | None = None
    points_end_at: datetime | None = None
    counted_since: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """When something happens next without anybody's doing."""
        return min((at for at in (self.resets_at, self.points_end_at) if at is not None), default=None)


@dataclass(slots=True)
class TierCourse:
    """Goes on from a state; `steps` are what happened on the way."""

    state: TierState
    rules_at: RulesAt
    zone: ZoneInfo
    steps: list[TierStep] = field(default_factory=list)

    def run(self, arrivals: Iterable[PointsArrived], until: datetime) -> None:
        """Let these points arrive, each at its moment, and everything else happen that is due until this one."""
        for arrived in sorted(arrivals, key=lambda each: each.at):
            self._advance(arrived.at)
            self.state.points += arrived.points
            self.steps.append(arrived)
            self.lift(arrived.at)
        self._advance(until)

    def lift(self, now: datetime) -> None:
        """Move the member up where the points reach a higher tier, and see to the end of their year."""
        self.begin_year(now)
        state, rules = self.state, self.rules_at(now)
        if rules is None or state.is_manual:
            return
        standing = lifted(rules, state.tier, state.points, now, self.zone)
        if standing:
            self._stand(standing)

    def begin_year(self, now: datetime) -> None:
        """Let the points end with this year where the rules say so, and that was not known yet."""
        rules = self.rules_at(now)
        if rules and rules.points_end is PointsEnd.EACH_YEAR and self.state.points_end_at is None:
            self.state.points_end_at = self._end_of_year(now)

    def _advance(self, until: datetime) -> None:
        while (at := self.state.due_at) is not None and at <= until:
            # The points of a year that ends with the tier still count for keeping it.
            if self.state.resets_at == at:
                self._reset(at)
            else:
                self._end_year(at)

    def _reset(self, at: datetime) -> None:
        """Look at a tier again that has ended; one that people keep, or that no rule knows any more, stays."""
        state, rules = self.state, self.rules_at(at)
        if state.is_manual or rules is None:
            state.resets_at = None
            return
        self._stand(reset(rules, state.tier, state.points, at, self.zone))
        if rules.points_end is PointsEnd.WITH_TIER:
            self._end_points(at)

    def _end_year(self, at: datetime) -> None:
        rules = self.rules_at(at)
        if rules is None or rules.points_end is not PointsEnd.EACH_YEAR:
            self.state.points_end_at = None
            return
        self._end_points(at)
        self.state.points_end_at = self._end_of_year(at)

    def _end_points(self, at: datetime) -> None:
        if self.state.points:
            self.steps.append(PointsEnded(at, self.state.points))
        self.state.points = Decimal(0)
        self.state.counted_since = at

    def _stand(self, standing: TierStanding) -> None:
        self.state.tier, self.state.name = standing.code, standing.name
        self.state.joined_at, self.state.resets_at = standing.joined_at, standing.resets_at
        self.steps.append(standing)

    def _end_of_year(self, at: datetime) -> datetime:
        return datetime(at.astimezone(self.zone).year + 1, 1, 1, tzinfo=self.zone).astimezone(UTC)

"""When the points of a programme expire, by all versions of its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.programmes.earning_rules_records import RulesVersion
from domain.programmes.expiry_rule import ExpiryRule
from domain.programmes.programme import Programme

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_MOMENT = timedelta(microseconds=1)
_HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ExpirySchedule:
    """The rules since when each holds, the earliest first, no two since the same moment; None where points do not expire.

    Points keep the rule of the moment that they count from. What was there before the first rule counts from its
    beginning: nobody loses points on the day on which a programme begins to let them expire.
    """

    rules: tuple[tuple[datetime, ExpiryRule | None], ...]
    zone: ZoneInfo

    @property
    def since(self) -> datetime | None:
        """When the first rule began by which points expire."""
        return next((start for start, rule in self.rules if rule), None)

    def rule_at(self, moment: datetime) -> ExpiryRule | None:
        """The rule of points that count from this moment."""
        found = None
        for start, rule in self.rules:
            if start <= moment:
                found = rule
        return found

    def expires_at(self, counts_from: datetime) -> datetime | None:
        """When points are gone that count from this moment; None where they last."""
        since = self.since
        if since is None:
            return None
        counted = max(counts_from, since)
        rule = self.rule_at(counted)
        return rule.expires_at(counted, self.zone) if rule else None

    def earliest(self, now: datetime) -> datetime:
        """A moment before which no point expires that is credited from now on."""
        coming = [rule.expires_at(start, self.zone) for start, rule in self.rules if rule and start > now]
        return min([self.expires_at(now) or NEVER, *coming])

    def announced_to(self, now: datetime) -> datetime | None:
        """Points that expire at this moment or before are to be announced now; None where no rule says that any are.

        The newest rule that has begun says how long before, also for points that an older one lets expire.
        """
        if not any(rule.notice_days for _, rule in self.rules if rule):
            return None
        days = next((rule.notice_days for start, rule in reversed(self.rules) if rule and start <= now), 0)
        return (now.astimezone(self.zone) + timedelta(days=days)).astimezone(UTC)

    def following(self, expiry: datetime, now: datetime) -> datetime:
        """The earliest expiry after this one, of points that are credited from now on."""
        # No local day is shorter than a step, so that each is seen.
        steps = range((expiry - now) // _HALF_A_DAY + 2)
        moments = [now + each * _HALF_A_DAY for each in steps] + [start for start, _ in self.rules if start > now]
        return min((found for found in map(self.expires_at, moments) if found and found > expiry), default=NEVER)

    @property
    def first(self) -> datetime | None:
        """A moment before which no point of the programme expires, whenever it was credited."""
        return min((rule.expires_at(start, self.zone) for start, rule in self.rules if rule), default=None)

    def settled_at(self, now: datetime) -> datetime | None:
        """A moment of which this is true: the points that count from it or before expire together, or have expired.

        So what happened until then matters only by the balance that it left. None where points do not expire.
        """
        since = self.since
        if since is None:
            return None
        ends = [*(start for start, _ in self.rules[1:]), NEVER]
        for (start, rule), end in zip(self.rules, ends, strict=True):
            begun = max(start, since)
            # Without a rule nothing of its time is ever gone.
            gone = now - rule.longest if rule else since
            if end > since and gone < end:
                return max(gone, since if begun == since else begun - _MOMENT)
        return since


def schedule_of(programme: Programme, versions: Sequence[RulesVersion]) -> ExpirySchedule:
    """The schedule of this programme's versions, in whatever order they come."""
    rules = sorted(versions, key=lambda each: each.version)
    # Of two that begin at the same moment the older one never holds.
    holding = {each.valid_from: each.rules.expiry for each in rules}
    return ExpirySchedule(tuple(holding.items()), programme.zone_of(""))

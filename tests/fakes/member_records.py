"""Members in memory, kept where `FakeProfiles` finds them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind, customer_uuid, identifier_keys
from domain.engagement.member_profile import MemberProfile, PointAccount, PointBalances
from domain.engagement.member_records import taken
from domain.programmes.programme import Programme
from domain.purchases.tier_standing import lifted
from tests.fakes.earning_rules import FakeEarningRules
from tests.fakes.profile_directory import FakeProfiles


class FakeMemberRecords:
    """A `MemberRecords` over profiles in memory."""

    def __init__(self, profiles: FakeProfiles, rules: FakeEarningRules) -> None:
        self._profiles = profiles
        self._rules = rules

    def add(self, programme: Programme, customer: Customer, now: datetime, *, enrols: bool) -> None:
        self._require_free(programme, customer, now, "", {(IdentifierKind.NUMBER, customer.number)})
        profile = MemberProfile(customer_uuid(self._profiles.count() + 1), customer, now)
        self._profiles.put(programme, self._enrolled(programme, profile, now) if enrols else profile)

    def change(
        self,
        programme: Programme,
        member_id: str,
        change: Callable[[Customer], Customer],
        now: datetime,
        *,
        enrols: bool,
    ) -> bool:
        found = self._profiles.find(programme, IdentifierKind.ID, member_id, now)
        if not found:
            return False
        profile = replace(found[0], customer=change(found[0].customer))
        self._require_free(programme, profile.customer, now, member_id, set())
        self._profiles.replace(programme, self._enrolled(programme, profile, now) if enrols else profile)
        return True

    def _require_free(
        self,
        programme: Programme,
        customer: Customer,
        now: datetime,
        member_id: str,
        keys: set[tuple[IdentifierKind, str]],
    ) -> None:
        for kind, key in {*keys, *identifier_keys(0, customer, programme.country)}:
            holders = self._profiles.find(programme, kind, key, now)
            if any(holder.id != member_id for holder in holders):
                raise taken(kind)

    def _enrolled(self, programme: Programme, profile: MemberProfile, now: datetime) -> MemberProfile:
        if profile.is_enrolled:
            return profile
        accounts = [PointAccount(each) for each in range(1, 5)]
        version = self._rules.at(programme, now)
        rules = version.rules.tiers if version else None
        standing = lifted(rules, "", accounts[2].balance, now, programme.zone_of("")) if rules else None
        points = PointBalances(*accounts)
        if standing is None:
            return replace(profile, points=points)
        return replace(
            profile,
            points=points,
            tier=standing.code,
            tier_joined_at=standing.joined_at,
            tier_resets_at=standing.resets_at,
        )

"""Wires what is asked and written of members."""

from dataclasses import dataclass

from adapters.database.engine import Store
from adapters.database.member_records import DatabaseMemberRecords
from adapters.database.profile_directory import DatabaseProfileDirectory
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import Clock
from domain.engagement.add_member import AddMember
from domain.engagement.change_member import ChangeMember
from domain.engagement.find_profile import FindProfile
from domain.programmes.earning_rules_records import EarningRulesRecords


@dataclass(frozen=True)
class Engagement:
    """These lines of the menu, by the names that they have there."""

    find_profile: FindProfile
    add_member: AddMember
    change_member: ChangeMember


def build_engagement(
    store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords, clock: Clock
) -> Engagement:
    """The use cases over this store."""
    find_profile = FindProfile(DatabaseProfileDirectory(reader), rules, clock)
    members = DatabaseMemberRecords(store, reader, unit_of_work, rules)
    return Engagement(find_profile, AddMember(members, find_profile, clock), ChangeMember(members, find_profile, clock))

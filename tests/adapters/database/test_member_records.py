"""What a `MemberRecords` promises, asked of the fake, of SQLite and of PostgreSQL alike; and members that meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.member_records import DatabaseMemberRecords
from adapters.database.profile_directory import DatabaseProfileDirectory
from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind, customer_uuid
from domain.engagement.member_profile import MemberProfile
from domain.engagement.member_records import MemberRecords
from domain.engagement.profile_directory import ProfileDirectory
from domain.errors import InvalidInput
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.programme import Programme
from domain.refusals import IdentifierTaken
from tests.adapters.database.records import CLUB, OTHER, Records, open_records
from tests.adapters.database.test_ticket_races import at_once
from tests.adapters.database.test_tiers import ACME
from tests.builders import START
from tests.fakes.earning_rules import FakeEarningRules
from tests.fakes.member_records import FakeMemberRecords
from tests.fakes.profile_directory import FakeProfiles

LEI = Customer("Z-2", "Lei", "Jo", email="Jo@Example.org", phone="07911 123456")


@dataclass
class Desk:
    """Where members are written and read; `records` is None on the fake."""

    members: MemberRecords
    directory: ProfileDirectory
    records: Records | None = None

    def add(self, customer: Customer, *, enrols: bool = False, programme: Programme = CLUB) -> None:
        """Add one."""
        self.members.add(programme, customer, START, enrols=enrols)

    def find(self, number: str, programme: Programme = CLUB) -> MemberProfile | None:
        """The profile of this number."""
        return next(iter(self.directory.find(programme, IdentifierKind.NUMBER, number, START)), None)

    def change(self, number: str, *, enrols: bool = False, **fields: Any) -> bool:
        """Change some fields of one."""
        found = self.find(number)
        member_id = found.id if found else customer_uuid(0)
        return self.members.change(CLUB, member_id, lambda known: known._replace(**fields), START, enrols=enrols)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """An empty programme with the tiers of the ACME example."""
    if request.param == "fake":
        profiles, rules = FakeProfiles(), FakeEarningRules()
        rules.add(CLUB, read_rules(ACME), START - timedelta(days=1), START)
        yield Desk(FakeMemberRecords(profiles, rules), profiles)
        return
    with database_desk(str(request.getfixturevalue(f"migrated_{request.param}_url"))) as opened:
        yield opened


class database_desk:  # noqa: N801 - used as a function
    """The desk on a database."""

    def __init__(self, url: str) -> None:
        self._opened = open_records(url)

    def __enter__(self) -> Desk:
        records = self._opened.__enter__()
        rules = DatabaseEarningRules(records.reader, records.work)
        rules.add(CLUB, read_rules(ACME), START - timedelta(days=1), START)
        members = DatabaseMemberRecords(records.store, records.reader, records.work, rules)
        return Desk(members, DatabaseProfileDirectory(records.reader), records)

    def __exit__(self, *error: object) -> None:
        self._opened.__exit__(None, None, None)


def test_a_member_is_added_and_found_by_every_identifier(desk: Desk) -> None:
    desk.add(LEI)
    profile = desk.find("Z-2")
    assert profile
    assert (profile.customer, profile.is_enrolled, profile.tier, profile.joined_at) == (LEI, False, "", START)
    for kind, key in ((IdentifierKind.EMAIL, "jo@example.org"), (IdentifierKind.PHONE, "447911123456")):
        assert desk.directory.find(CLUB, kind, key, START) == [profile]


def test_who_enrols_has_four_accounts_and_the_lowest_tier_at_once(desk: Desk) -> None:
    desk.add(LEI, enrols=True)
    profile = desk.find("Z-2")
    assert profile
    assert (profile.tier, profile.tier_joined_at, profile.tier_resets_at) == ("BASE", START, None)
    points = profile.points
    accounts = (points.spendable, points.spendable_escrow, points.tier_qualifying, points.tier_qualifying_escrow)
    assert all(account.id is not None and account.balance == 0 for account in accounts)
    assert desk.change("Z-2", enrols=True)
    assert desk.find("Z-2") == profile


def test_a_programme_without_tiers_enrols_into_none(desk: Desk) -> None:
    desk.add(LEI, enrols=True, programme=OTHER)
    profile = desk.find("Z-2", OTHER)
    assert profile
    assert (profile.is_enrolled, profile.tier) == (True, "")


@pytest.mark.parametrize(
    "second",
    [
        LEI._replace(email="", phone=""),
        Customer("Z-3", "Lei", email="JO@example.ORG"),
        Customer("Z-3", "Lei", phone="+44 7911 123456"),
    ],
)
def test_what_another_customer_has_is_refused_and_leaves_nothing(desk: Desk, second: Customer) -> None:
    desk.add(LEI)
    before = desk.find("Z-2")
    with pytest.raises(IdentifierTaken):
        desk.add(second, enrols=True)
    assert (desk.find("Z-3"), desk.find("Z-2")) == (None, before)
    desk.add(second, programme=OTHER)
    desk.add(Customer("Z-3", "Free"))
    if second.number == "Z-3":
        with pytest.raises(IdentifierTaken):
            desk.change("Z-3", email=second.email, phone=second.phone, surname="Changed", enrols=True)
        kept = desk.find("Z-3")
        assert kept
        assert (kept.customer.surname, kept.is_enrolled) == ("Free", False)


def test_a_change_keeps_the_rest_and_frees_the_old_address(desk: Desk) -> None:
    desk.add(LEI)
    assert desk.change("Z-2", email="new@example.org")
    profile = desk.find("Z-2")
    assert profile
    assert profile.customer == LEI._replace(email="new@example.org")
    assert desk.change("Z-2", email="new@example.org", phone=LEI.phone)
    desk.add(Customer("Z-3", "Next", email="jo@example.org"))


def test_a_change_that_is_refused_changes_nothing(desk: Desk) -> None:
    desk.add(LEI)
    profile = desk.find("Z-2")
    assert profile

    def refuse(_known: Customer) -> Customer:
        raise InvalidInput("no", field="email")

    with pytest.raises(InvalidInput):
        desk.members.change(CLUB, profile.id, refuse, START, enrols=True)
    assert desk.find("Z-2") == profile


def test_nobody_of_another_programme_or_of_no_id_is_changed(desk: Desk) -> None:
    desk.add(LEI)
    profile = desk.find("Z-2")
    assert profile
    assert not desk.members.change(OTHER, profile.id, lambda known: known, START, enrols=True)
    assert not desk.change("Z-9", email="x@example.org")


@pytest.fixture
def hall(database_url: str) -> Iterator[Desk]:
    """The same on both databases only."""
    with database_desk(database_url) as opened:
        yield opened


def test_a_closed_customer_keeps_the_number_and_frees_the_address(hall: Desk) -> None:
    assert hall.records
    hall.add(LEI)
    profile = hall.find("Z-2")
    assert profile
    hall.records.customers.change_status(CLUB.id, "Z-2", lambda _: "CLOSED")  # type: ignore[arg-type,return-value]
    assert not hall.members.change(CLUB, profile.id, lambda known: known, START, enrols=True)
    with pytest.raises(IdentifierTaken):
        hall.add(Customer("Z-2", "Lei"))
    hall.add(LEI._replace(number="Z-3"))
    assert hall.records.count("account") == 0


def test_an_account_number_that_is_another_s_is_left_alone(hall: Desk) -> None:
    assert hall.records
    hall.records.customer("900")
    hall.records.account("Z-2", customer_number="900")
    hall.add(LEI, enrols=True)
    profile = hall.find("Z-2")
    assert profile
    assert profile.is_enrolled
    loyalty = "account_type = 'customerLoyaltyAccount'"
    owners = hall.records.reader.rows(f"SELECT number, customer_id FROM account WHERE {loyalty} ORDER BY id")
    assert [number for number, _ in owners] == ["Z-2", profile.id]
    assert len({owner for _, owner in owners}) == 2


def test_copies_of_one_sign_up_are_one_member(hall: Desk) -> None:
    assert hall.records
    answers = at_once([partial(hall.add, LEI, enrols=True)] * 8)
    assert sorted(type(answer).__name__ for answer in answers) == ["IdentifierTaken"] * 7 + ["NoneType"]
    assert hall.records.count("customer") == 1
    assert hall.records.count("account") == 4
    assert hall.records.count("tier_change") == 1


def test_one_address_for_many_goes_to_one(hall: Desk) -> None:
    assert hall.records
    same = [LEI._replace(number=f"N-{each}", email=("jo@example.org", "JO@EXAMPLE.org")[each % 2]) for each in range(8)]
    hall.add(Customer("C-1", "Changed"))
    changing = partial(hall.change, "C-1", phone="+447911123456")
    answers = at_once([*(partial(hall.add, each) for each in same), changing])
    done = [answer for answer in answers if not isinstance(answer, Exception)]
    assert len(done) == 1, answers
    assert hall.records.count("customer_identifier", "kind = 'phone'") == 1


def test_who_enrols_many_times_at_once_has_one_set_of_accounts(hall: Desk) -> None:
    assert hall.records
    hall.add(LEI)
    answers = at_once([partial(hall.change, "Z-2", enrols=True)] * 8)
    assert answers == [True] * 8
    assert hall.records.count("account") == 4
    assert hall.records.count("tier_change") == 1

"""Finding a member by what names the member: the forms that count as the same, and who may look."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind, customer_uuid, email_key, phone_key
from domain.engagement.find_profile import FindProfile
from domain.engagement.member_profile import MemberProfile
from domain.engagement.tier_progress import tier_progress
from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import Caller, Operation
from domain.programmes.programme import Programme
from domain.programmes.tier_rules import TierLevel, TierRules
from domain.refusals import SeveralCustomers
from tests.builders import START, TestClock
from tests.fakes.earning_rules import FakeEarningRules
from tests.fakes.profile_directory import FakeProfiles

CLUB = Programme(1, "CLUB", "Club")
TILL = Caller(CLUB, 1, "till-1")
AMELIA = Customer("100", "Baldwin", "Amelia", email="Ámelia@Example.org", phone="07911 123456")
SILVER, GOLD = TierLevel("S", "Silver", Decimal(2000)), TierLevel("G", "Gold", Decimal(10000))
TIERS = TierRules("ACME", (SILVER, GOLD))


@pytest.fixture
def profiles() -> FakeProfiles:
    fake = FakeProfiles()
    fake.put(CLUB, MemberProfile(customer_uuid(1), AMELIA, START))
    fake.put(replace(CLUB, id=2), MemberProfile(customer_uuid(2), AMELIA._replace(number="200"), START))
    return fake


@pytest.fixture
def find(profiles: FakeProfiles) -> FindProfile:
    return FindProfile(profiles, FakeEarningRules(), TestClock())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IdentifierKind.EMAIL, " A\u0301MELIA@EXAMPLE.ORG "),
        (IdentifierKind.PHONE, "+44 7911 123456"),
        (IdentifierKind.PHONE, "447911123456"),
        (IdentifierKind.PHONE, "(07911) 123-456"),
        (IdentifierKind.PHONE, "0044 7911 123456"),
        (IdentifierKind.NUMBER, "100"),
        (IdentifierKind.ID, customer_uuid(1).upper()),
    ],
)
def test_every_form_of_an_identifier_finds_the_member(find: FindProfile, kind: IdentifierKind, value: str) -> None:
    found = find(TILL, kind, value, field="x")
    assert found
    assert found.profile.customer == AMELIA
    assert (found.tier.name, found.tier.rank, found.tier.points_missing) == ("Unenrolled", 0, None)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IdentifierKind.EMAIL, "amelia"),
        (IdentifierKind.EMAIL, "@example.org"),
        (IdentifierKind.EMAIL, "a\x00@example.org"),
        (IdentifierKind.PHONE, "12"),
        (IdentifierKind.PHONE, "nobody's"),
        (IdentifierKind.PHONE, "+999 1234567890"),
        (IdentifierKind.NUMBER, " "),
    ],
)
def test_what_can_name_nobody_is_refused_by_name(find: FindProfile, kind: IdentifierKind, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        find(TILL, kind, value, field="mine")
    assert refused.value.field == "mine"
    assert value not in refused.value.sentence or value == " "


def test_a_number_is_read_as_in_the_programmes_country() -> None:
    assert phone_key("5089959991", "US") == "15089959991"
    assert phone_key("(508) 995-9991", "US") == phone_key("+1 508 995 9991", "GB")
    assert phone_key("no phone", "GB") is None
    assert email_key("no mail") is None


def test_more_than_one_is_refused_and_another_programme_s_does_not_count(
    find: FindProfile, profiles: FakeProfiles
) -> None:
    assert find(TILL, IdentifierKind.PHONE, AMELIA.phone, field="x")
    profiles.put(CLUB, MemberProfile(customer_uuid(3), AMELIA._replace(number="101"), START))
    with pytest.raises(SeveralCustomers):
        find(TILL, IdentifierKind.PHONE, AMELIA.phone, field="x")


def test_who_may_look(find: FindProfile) -> None:
    with pytest.raises(NotAllowed):
        find(replace(TILL, operations=frozenset({Operation.SEARCH_CUSTOMERS})), IdentifierKind.NUMBER, "100", field="x")
    with pytest.raises(NotAllowed):
        find(replace(TILL, sites=frozenset({"0001"})), IdentifierKind.NUMBER, "100", field="x")
    assert find(replace(TILL, subject="101"), IdentifierKind.NUMBER, "100", field="x") is None
    assert find(replace(TILL, subject="100"), IdentifierKind.NUMBER, "100", field="x")


@pytest.mark.parametrize(
    ("present", "points", "name", "rank", "missing", "is_reached"),
    [
        ("", 0, "Unenrolled", 0, 2000, False),
        ("S", 2500, "Silver", 1, 7500, False),
        ("S", 10000, "Silver", 1, 0, True),
        ("S", -5, "Silver", 1, 10005, False),
        ("G", 500, "Gold", 2, None, False),
        ("VIP", 500, "VIP", 0, 1500, False),
    ],
)
def test_progress(present: str, points: int, name: str, rank: int, missing: int | None, is_reached: bool) -> None:
    progress = tier_progress(TIERS, present, Decimal(points))
    told = (progress.name, progress.rank, progress.points_missing, progress.is_reached)
    assert told == (name, rank, missing, is_reached)

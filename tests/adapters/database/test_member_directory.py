"""Members are found by card and by customer number: on the fake, SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.database.member_directory import DatabaseMemberDirectory
from domain.customers.identifier_keys import customer_uuid
from domain.purchases.member_directory import Member, MemberDirectory
from tests.adapters.database.records import CLUB, OTHER, open_records
from tests.fakes.member_directory import FakeMembers

AMELIA = Member("100", "L-1", "GOLD")


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def members(request: pytest.FixtureRequest) -> Iterator[MemberDirectory]:
    """Amelia with card 63350001 and two loyalty accounts in one programme; nobody else has a loyalty account."""
    if request.param == "fake":
        fake = FakeMembers()
        fake.put(CLUB, "63350001", AMELIA)
        fake.ids[CLUB.id, customer_uuid(1)] = "100"
        yield fake
        return
    with open_records(str(request.getfixturevalue(f"migrated_{request.param}_url"))) as records:
        records.customer("100")
        records.customer("101", surname="O'Brien")
        records.customer("100", OTHER)
        records.card("63350001")
        records.card("63350002", status="BLOCKED")
        records.card("63350003", "101")
        records.card("63350001", programme=OTHER)
        records.account("D-1", account_type="deposit", customer_number="100")
        records.account("L-1", customer_number="100", tier="GOLD")
        records.account("L-2", customer_number="100")
        yield DatabaseMemberDirectory(records.reader, records.clock)


def test_a_member_is_found_by_card_and_by_number(members: MemberDirectory) -> None:
    by_card = members.by_card(CLUB, "63350001")
    assert by_card
    assert replace(by_card, card_id=None) == members.by_customer(CLUB, "100") == AMELIA
    assert members.by_id(CLUB, customer_uuid(1)) == AMELIA
    assert members.by_id(CLUB, customer_uuid(2)) is None
    assert members.by_id(OTHER, customer_uuid(1)) is None


def test_who_is_no_member_is_not_found(members: MemberDirectory) -> None:
    for card in ("63350002", "63350003", "63350009"):
        assert members.by_card(CLUB, card) is None
    assert members.by_customer(CLUB, "101") is None
    assert members.by_customer(CLUB, "999") is None


def test_no_programme_sees_another_s_members(members: MemberDirectory) -> None:
    assert members.by_card(OTHER, "63350001") is None
    assert members.by_customer(OTHER, "100") is None

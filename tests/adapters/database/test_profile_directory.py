"""What a `ProfileDirectory` promises, asked of the fake, of SQLite and of PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest

from adapters.database.profile_directory import DatabaseProfileDirectory
from domain.customers.customer import Address, Customer
from domain.customers.identifier_keys import IdentifierKind, customer_uuid
from domain.engagement.member_profile import MemberProfile, PointBalances
from domain.engagement.profile_directory import ProfileDirectory
from tests.adapters.database.records import CLUB, OTHER, open_records
from tests.adapters.database.test_tiers import ACME, wait
from tests.adapters.database.ticket_world import TicketWorld, ticket_world
from tests.builders import START
from tests.fakes.profile_directory import FakeProfiles

AMELIA = Customer(
    "100",
    "Baldwin",
    "Amelia",
    address=Address("1 High Street", town="Lancaster", postcode="LA1 1AA", country="GB"),
    email="Amelia@Example.org",
    phone="07911 123456",
)
ANGUS = Customer("101", "Baldwin", "Angus", email="baldwins@example.org", phone="+44 7911 123457")
AGNES = Customer("102", "Baldwin", "Agnes", email="BALDWINS@example.org")
STRANGER = AMELIA._replace(surname="Stranger")


@dataclass
class Shelf:
    """A directory, and the ids in it by programme and number."""

    directory: ProfileDirectory
    ids: dict[tuple[int, str], str]

    def found(self, kind: IdentifierKind, key: str) -> list[str]:
        """The numbers of the customers in CLUB."""
        return [profile.customer.number for profile in self.directory.find(CLUB, kind, key, START)]


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest) -> Iterator[Shelf]:
    """Amelia with two cards, Angus and Agnes with one e-mail address, a closed customer; a stranger elsewhere."""
    closed = Customer("103", "Gone", email="gone@example.org", status="CLOSED")
    people = [(CLUB, AMELIA), (CLUB, ANGUS), (CLUB, AGNES), (CLUB, closed), (OTHER, STRANGER)]
    if request.param == "fake":
        fake = FakeProfiles()
        for place, (programme, each) in enumerate(people):
            cards = ("63350001", "63350002") if each is AMELIA else ()
            fake.put(programme, MemberProfile(customer_uuid(place), each, START, cards))
        yield Shelf(fake, {(each[0].id, each[1].number): customer_uuid(at) for at, each in enumerate(people)})
        return
    with open_records(str(request.getfixturevalue(f"migrated_{request.param}_url"))) as records:
        for programme, each in people:
            records.add_customers(programme, [each])
        for number, status in (("63350002", ""), ("63350001", ""), ("63350003", "BLOCKED")):
            records.card(number, status=status)
        rows = records.reader.rows("SELECT programme_id, number, id FROM customer")
        ids = {(programme_id, number): customer_uuid(each) for programme_id, number, each in rows}
        yield Shelf(DatabaseProfileDirectory(records.reader), ids)


def test_a_customer_is_found_by_each_identifier(shelf: Shelf) -> None:
    for kind, key in (
        (IdentifierKind.EMAIL, "amelia@example.org"),
        (IdentifierKind.PHONE, "447911123456"),
        (IdentifierKind.NUMBER, "100"),
        (IdentifierKind.CARD, "63350002"),
        (IdentifierKind.ID, shelf.ids[CLUB.id, "100"]),
    ):
        (profile,) = shelf.directory.find(CLUB, kind, key, START)
        assert profile == MemberProfile(shelf.ids[CLUB.id, "100"], AMELIA, START, ("63350001", "63350002"))
        assert not profile.is_enrolled


def test_several_with_one_identifier_are_told(shelf: Shelf) -> None:
    assert shelf.found(IdentifierKind.EMAIL, "baldwins@example.org") == ["101", "102"]


def test_who_is_not_there_or_closed_is_not_found(shelf: Shelf) -> None:
    assert shelf.found(IdentifierKind.EMAIL, "gone@example.org") == []
    assert shelf.found(IdentifierKind.NUMBER, "103") == []
    assert shelf.found(IdentifierKind.EMAIL, "447911123456") == []
    assert shelf.found(IdentifierKind.PHONE, "447911123459") == []
    assert shelf.found(IdentifierKind.CARD, "63350003") == []


def test_no_programme_sees_another_s_customers(shelf: Shelf) -> None:
    foreign = shelf.ids[OTHER.id, "100"]
    assert shelf.found(IdentifierKind.ID, foreign) == []
    (profile,) = shelf.directory.find(OTHER, IdentifierKind.EMAIL, "amelia@example.org", START)
    assert profile.id == foreign
    assert profile.customer.surname == "Stranger"


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.set_rules(ACME)
        yield opened


def profile_of(world: TicketWorld) -> MemberProfile:
    assert world.records
    (profile,) = DatabaseProfileDirectory(world.records.reader).find(
        CLUB, IdentifierKind.NUMBER, "101", world.clock.now()
    )
    return profile


def figures(points: PointBalances) -> list[tuple[int, int]]:
    accounts = (points.spendable, points.spendable_escrow, points.tier_qualifying, points.tier_qualifying_escrow)
    return [(int(each.balance), int(each.lifetime)) for each in accounts]


def test_balances_and_tier_are_told_as_the_books_have_them(world: TicketWorld) -> None:
    assert world.records
    world.records.account("L-0", account_type="deposit", customer_number="101")
    world.records.account("L-9", customer_number="101", given={"balance"}, balance="7")
    world.send("R-1", "2500.00")
    first = profile_of(world)
    assert first.is_enrolled
    assert figures(first.points) == [(0, 0), (2500, 2500), (0, 0), (2500, 2500)]
    assert first.tier == "BASE"
    assert first.tier_resets_at is None
    world.clock.advance(days=30)
    due = profile_of(world)
    assert figures(due.points) == [(2500, 2500), (0, 0), (2500, 2500), (0, 0)]
    assert (due.tier, due.tier_joined_at) == ("SILVER", START + timedelta(days=30))
    wait(world, 0)
    assert profile_of(world) == due
    world.send("R-2", "100.00")
    then = profile_of(world)
    assert figures(then.points) == [(2500, 2500), (100, 100), (2500, 2500), (100, 100)]
    assert (then.tier, then.tier_joined_at) == ("SILVER", START + timedelta(days=30))
    assert then.tier_resets_at
    assert then.tier_resets_at.year == 2028
    assert then.points.spendable.balance == Decimal(2500)


def test_a_changed_address_is_found_and_the_old_one_is_not(world: TicketWorld) -> None:
    assert world.records
    directory = DatabaseProfileDirectory(world.records.reader)
    world.records.customers.change(CLUB, "101", lambda known: known._replace(email="one@example.org"), START)
    assert len(directory.find(CLUB, IdentifierKind.EMAIL, "one@example.org", START)) == 1
    world.records.customers.change(CLUB, "101", lambda known: known._replace(email="two@example.org"), START)
    assert not directory.find(CLUB, IdentifierKind.EMAIL, "one@example.org", START)
    assert len(directory.find(CLUB, IdentifierKind.EMAIL, "two@example.org", START)) == 1


def test_the_migration_writes_the_keys_of_who_is_there(world: TicketWorld) -> None:
    assert world.records
    world.records.customer("104", email="One@Example.org", phone="07911 123456")
    world.records.customer("105", OTHER, phone="no number")
    kept = "SELECT programme_id, kind, identifier, customer_id FROM customer_identifier ORDER BY 1, 2, 3, 4"
    before = world.records.reader.rows(kept)
    assert len(before) == 6
    migration = import_module("adapters.database.migrations.versions.0010_customer_identifiers")
    with world.records.work.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM customer_identifier")
        migration.fill(connection)
    assert world.records.reader.rows(kept) == before

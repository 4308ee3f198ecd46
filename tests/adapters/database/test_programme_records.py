"""Programmes and sites are added, blocked and closed; on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from adapters.database.engine import open_store
from adapters.database.programme_records import DatabaseProgrammeRecords
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import InvalidInput
from domain.programmes.add_programme import AddProgramme
from domain.programmes.add_site import AddSite
from domain.programmes.block_programme import BlockProgramme
from domain.programmes.block_site import BlockSite
from domain.programmes.close_programme import CloseProgramme
from domain.programmes.close_site import CloseSite
from domain.programmes.find_programme import FindProgramme
from domain.programmes.programme import LateOverspend, Programme, ProgrammeRules, Site
from domain.programmes.programme_records import ProgrammeDraft
from domain.status import Status

UK = ProgrammeDraft("LOYALTY_UK", "Loyalty UK")
RULES = ProgrammeRules(
    hold_lifetime=timedelta(hours=5),
    id_reuse_window=timedelta(hours=6),
    late_after=timedelta(minutes=7),
    late_overspend=LateOverspend.CAP,
    reversal_may_pass_floor=False,
    money_in_smallest_unit=False,
    points_precision=2,
)


@pytest.fixture
def records(database_url: str) -> Iterator[DatabaseProgrammeRecords]:
    store = open_store(database_url)
    yield DatabaseProgrammeRecords(Reader(store), UnitOfWork(store))
    store.close()


def test_a_programme_is_kept_with_its_rules(records: DatabaseProgrammeRecords) -> None:
    draft = ProgrammeDraft("IT", "Carta", "italy", "eur", "it", "Europe/Rome", RULES)
    added = AddProgramme(records)(draft)
    assert (added.currency, added.country, added.rules) == ("EUR", "IT", RULES)
    assert records.by_code("IT") == added
    with pytest.raises(InvalidInput, match="already"):
        AddProgramme(records)(draft)
    assert records.list() == [added]


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        ("code", ProgrammeDraft("A B", "X")),
        ("name", ProgrammeDraft("A", " ")),
        ("estate", ProgrammeDraft("A", "X", estate="e e")),
        ("currency", ProgrammeDraft("A", "X", currency="GPB")),
        ("country", ProgrammeDraft("A", "X", country="")),
        ("time_zone", ProgrammeDraft("A", "X", time_zone="London")),
        ("hold_lifetime_hours", ProgrammeDraft("A", "X", rules=ProgrammeRules(hold_lifetime=timedelta(0)))),
        ("id_reuse_window_hours", ProgrammeDraft("A", "X", rules=ProgrammeRules(id_reuse_window=timedelta(0)))),
        ("late_after_minutes", ProgrammeDraft("A", "X", rules=ProgrammeRules(late_after=timedelta(0)))),
        ("points_precision", ProgrammeDraft("A", "X", rules=ProgrammeRules(points_precision=5))),
    ],
)
def test_what_can_not_be_kept_is_refused(records: DatabaseProgrammeRecords, field: str, draft: ProgrammeDraft) -> None:
    with pytest.raises(InvalidInput) as caught:
        AddProgramme(records)(draft)
    assert caught.value.field == field
    assert records.list() == []


def test_a_site_serves_several_programmes_of_its_estate(records: DatabaseProgrammeRecords) -> None:
    uk, ie = (
        AddProgramme(records)(UK),
        AddProgramme(records)(ProgrammeDraft("IE", "Ireland", time_zone="Europe/Dublin")),
    )
    elsewhere = AddProgramme(records)(ProgrammeDraft("US", "US", estate="us"))
    add = AddSite(records)
    add(uk, "0001", "High Street")
    add(ie, "0001", "Another name")
    add(elsewhere, "0001", "Main Street", "America/New_York")
    sites = {each.code: each.sites["0001"] for each in records.list()}
    assert sites["LOYALTY_UK"] == sites["IE"] == Site("0001", "High Street", "Europe/London")
    assert sites["US"] == Site("0001", "Main Street", "America/New_York")
    with pytest.raises(InvalidInput, match="already"):
        add(uk, "0001", "High Street")


def test_sites_are_blocked_and_closed(records: DatabaseProgrammeRecords) -> None:
    uk = AddProgramme(records)(UK)
    AddSite(records)(uk, "0001", "High Street")

    def status() -> Status:
        known = records.by_code("LOYALTY_UK")
        assert known
        return known.sites["0001"].status

    assert BlockSite(records)(uk, "0001") is status() is Status.BLOCKED
    assert BlockSite(records)(uk, "0001", blocked=False) is status() is Status.ACTIVE
    assert CloseSite(records)(uk, "0001") is status() is Status.CLOSED
    with pytest.raises(InvalidInput, match="final"):
        BlockSite(records)(uk, "0001")
    with pytest.raises(InvalidInput, match="No site '9'"):
        CloseSite(records)(uk, "9")


def test_programmes_are_blocked_and_closed(records: DatabaseProgrammeRecords) -> None:
    AddProgramme(records)(UK)

    def status() -> Status:
        known = records.by_code("LOYALTY_UK")
        assert known
        return known.status

    assert BlockProgramme(records)("LOYALTY_UK") is status() is Status.BLOCKED
    assert BlockProgramme(records)("LOYALTY_UK", blocked=False) is status() is Status.ACTIVE
    assert CloseProgramme(records)("LOYALTY_UK") is status() is Status.CLOSED
    with pytest.raises(InvalidInput, match="final"):
        BlockProgramme(records)("LOYALTY_UK", blocked=False)
    with pytest.raises(InvalidInput, match="no programme 'X'"):
        CloseProgramme(records)("X")


def test_a_programme_with_open_accounts_is_not_closed(records: DatabaseProgrammeRecords) -> None:
    AddProgramme(records)(UK)
    insert = (
        "INSERT INTO account (programme_id, account_type, number, currency, unit, precision, status, opened_at) "
        "SELECT id, 'employeeAccount', '{}', 'GBP', 'money', 2, '{}', 0 FROM programme"
    )
    with records._unit_of_work.transaction() as connection:
        connection.exec_driver_sql(insert.format(1, "BLOCKED"))
        connection.exec_driver_sql(insert.format(2, "CLOSED"))
    with pytest.raises(InvalidInput, match="has 1 accounts"):
        CloseProgramme(records)("LOYALTY_UK")


def test_a_programme_is_found_without_its_name_while_there_is_one(records: DatabaseProgrammeRecords) -> None:
    find = FindProgramme(records)
    with pytest.raises(InvalidInput, match="programmes add"):
        find()
    uk: Programme = AddProgramme(records)(UK)
    assert find() == find("LOYALTY_UK") == uk
    with pytest.raises(InvalidInput, match="there are: LOYALTY_UK"):
        find("X")
    AddProgramme(records)(ProgrammeDraft("IE", "Ireland"))
    with pytest.raises(InvalidInput, match="--programme: IE, LOYALTY_UK"):
        find()

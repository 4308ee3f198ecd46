"""Programmes with their rules and sites, as the database has them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from domain.identity.ports import Programmes
from domain.programmes.programme import LateOverspend, ProgrammeRules
from tests.adapters.database.identity_rows import store_with_programmes
from tests.domain.identity.world import CLUB, OTHER
from tests.fakes.programme_reader import FakeProgrammes

CHANGED = (
    "UPDATE programme SET hold_lifetime_hours = 1, id_reuse_window_hours = 2, late_after_minutes = 3, "
    "late_overspend = 'cap', reversal_may_pass_floor = false, money_in_smallest_unit = false, points_precision = 4 "
    "WHERE id = 2"
)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def programmes(request: pytest.FixtureRequest) -> Iterator[Programmes]:
    if request.param == "fake":
        yield FakeProgrammes(CLUB, OTHER)
        return
    with store_with_programmes(request.getfixturevalue(f"migrated_{request.param}_url")) as (store, _):
        yield DatabaseProgrammes(Reader(store))


def test_programmes_are_found_by_id_and_by_code(programmes: Programmes) -> None:
    assert programmes.by_id(1) == programmes.by_code("CLUB") == CLUB
    assert programmes.by_id(2) == programmes.by_code("OTHER") == OTHER
    assert programmes.by_id(3) is None
    assert programmes.by_code("club") is None


def test_every_rule_is_read(database_url: str) -> None:
    with store_with_programmes(database_url) as (store, unit_of_work):
        with unit_of_work.transaction() as connection:
            connection.exec_driver_sql(CHANGED)
        read = DatabaseProgrammes(Reader(store)).by_id(2)
        assert read
        assert read.rules == ProgrammeRules(
            hold_lifetime=timedelta(hours=1),
            id_reuse_window=timedelta(hours=2),
            late_after=timedelta(minutes=3),
            late_overspend=LateOverspend.CAP,
            reversal_may_pass_floor=False,
            money_in_smallest_unit=False,
            points_precision=4,
        )

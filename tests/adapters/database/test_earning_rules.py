"""Versions of earning rules are kept: on the fake, SQLite and PostgreSQL alike."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import open_store
from adapters.database.programme_records import DatabaseProgrammeRecords
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import InvalidInput
from domain.programmes.add_programme import AddProgramme
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.programmes.programme_records import ProgrammeDraft
from domain.programmes.set_earning_rules import SetEarningRules
from tests.builders import START, TestClock, programme
from tests.fakes.earning_rules import FakeEarningRules

Kept = tuple[EarningRulesRecords, Programme, Programme]


def form(points: int) -> str:
    return json.dumps({"earn": [{"name": "base", "points": points, "perAmount": "1"}], "escrowDays": 30})


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    """The records and two programmes."""
    if request.param == "fake":
        yield FakeEarningRules(), programme(), replace(programme(), id=2)
        return
    store = open_store(str(request.getfixturevalue(f"migrated_{request.param}_url")))
    reader, unit_of_work = Reader(store), UnitOfWork(store)
    programmes = DatabaseProgrammeRecords(reader, unit_of_work)
    uk, other = (AddProgramme(programmes)(ProgrammeDraft(code, code)) for code in ("UK", "IE"))
    yield DatabaseEarningRules(reader, unit_of_work), uk, other
    store.close()


def test_a_purchase_is_judged_by_the_rules_of_its_time(kept: Kept) -> None:
    records, uk, other = kept
    clock = TestClock()
    set_rules = SetEarningRules(records, clock)
    first = set_rules(uk, form(1), START - timedelta(days=365))
    second = set_rules(uk, form(2), START + timedelta(days=10))
    clock.advance(days=1)
    third = set_rules(uk, form(3), START + timedelta(days=20))
    assert [version.version for version in (first, second, third)] == [1, 2, 3]
    assert list(records.list(uk)) == [third, second, first]
    assert not records.list(other)

    def points_at(moment: datetime) -> int | None:
        found = records.at(uk, moment)
        return None if found is None else int(found.rules.earn[0].points)

    days = {-366: None, -365: 1, 0: 1, 9: 1, 10: 2, 19: 2, 20: 3, 999: 3}
    assert {day: points_at(START + timedelta(days=day)) for day in days} == days
    assert records.at(other, START) is None
    assert records.at(uk, START) == first
    assert first.rules == read_rules(form(1))


def test_rules_of_the_past_stay(kept: Kept) -> None:
    records, uk, _ = kept
    set_rules = SetEarningRules(records, TestClock())
    set_rules(uk, form(1))
    planned = set_rules(uk, form(2), START + timedelta(days=10))
    for moment in (START - timedelta(seconds=1), START + timedelta(days=9)):
        with pytest.raises(InvalidInput) as caught:
            set_rules(uk, form(3), moment)
        assert caught.value.field == "valid_from"
    instead = set_rules(uk, form(3), planned.valid_from)
    assert records.at(uk, planned.valid_from) == instead


def test_two_who_set_rules_at_once_get_two_versions(kept: Kept) -> None:
    records, uk, _ = kept
    if isinstance(records, FakeEarningRules):
        pytest.skip("the fake serves one thread")
    set_rules = SetEarningRules(records, TestClock())
    barrier = Barrier(4)
    versions: list[int] = []

    def add(points: int) -> None:
        barrier.wait()
        versions.append(set_rules(uk, form(points), START + timedelta(days=1)).version)

    threads = [Thread(target=add, args=(points,)) for points in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(versions) == [1, 2, 3, 4]

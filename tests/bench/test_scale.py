"""The measurement of growth, in short: on both databases it answers every case rightly, and refuses what it must."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.database.engine import Store, open_store
from bench.load.server import run_gateway
from bench.scale.cases import DATABASE, ONE_ROW, PAGE, REST, SESSIONM, SOAP, Case
from bench.scale.figures import Figures, growth_table, merged, page_text
from bench.scale.http_cases import Till
from bench.scale.listening import Listener
from bench.scale.measure import Measurement, measure_in_turn
from bench.scale.place import scale_place
from bench.scale.plans import plan_of, scans_in
from bench.wrong import Wrong
from tests.bench.test_wrong_answers import answering

CUSTOMERS = 300
ONE = Figures("enquiry", DATABASE, 0, 0, 1.0, 2.0, 3.0, 5, 7, ONE_ROW.growth, ONE_ROW.milliseconds)


@pytest.fixture
def populated(database_url: str, tmp_path: Path) -> Iterator[tuple[Store, Mapping[str, str]]]:
    settings = {"DATABASE_URL": database_url, "DATA_DIRECTORY": str(tmp_path)}
    run_gateway(["demo", "--customers", str(CUSTOMERS)], settings)
    store = open_store(database_url)
    yield store, settings
    store.close()


def test_every_road_is_measured_and_its_books_are_right(
    populated: tuple[Store, Mapping[str, str]], tmp_path: Path
) -> None:
    store, settings = populated
    with scale_place(store, settings, tmp_path / "log", CUSTOMERS) as place:
        measure_in_turn([place], calls=3)
        kept = place.kept()
    figures = [Figures(**each) for each in kept["figures"]]
    by_road: dict[str, set[str]] = {}
    for each in figures:
        by_road.setdefault(each.road, set()).add(each.name)
        assert 0 < each.median <= each.p99
        is_explained = each.road == DATABASE
        # Of so few, nobody has the rare surname: PostgreSQL then counts no row, though it looked.
        assert (each.touched > 0) == (is_explained and (store.is_sqlite or not each.name.startswith("rare"))), each
        assert (each.pages > 0) == (is_explained and not store.is_sqlite), each
    assert by_road[REST] == by_road[SOAP]
    assert {"update", "enquiry by number", "postcode search", "account search by card"} < by_road[REST]
    assert {"user by e-mail", "user by phone"} < by_road[SESSIONM] < by_road[DATABASE]
    assert 0 < kept["matches"]["most common surname"] < kept["matches"]["one letter"] < CUSTOMERS
    shared = next(each for each in figures if (each.name, each.road) == ("user by a phone that many share", DATABASE))
    assert shared.touched < (1_000 if store.is_sqlite else 60)
    behind = [each for each in figures if each.name.endswith("the page behind it, by token")]
    assert {each.shown for each in behind} == {1}, "of so few, the page behind the deepest offset has one row"
    assert len(kept["plans"]) > 20
    assert "wanted" in page_text({CUSTOMERS: kept})


def test_a_case_that_reads_a_whole_table_is_refused(populated: tuple[Store, Mapping[str, str]]) -> None:
    listener = Listener(populated[0])
    planted = "SELECT number FROM customer WHERE status = ?"
    case = Case("planted", DATABASE, lambda _: listener.rows(planted, ["ACTIVE"]))
    with pytest.raises(Wrong, match=r"planted \(database\) reads a whole table"):
        Measurement(case, listener, 2, 2).figures([])


def test_rows_that_are_looked_at_and_left_out_count(populated: tuple[Store, Mapping[str, str]]) -> None:
    store = populated[0]
    one = plan_of(store, "SELECT number FROM customer WHERE id = ?", [1])
    assert scans_in(one.text) == []
    listed = plan_of(store, "SELECT id FROM customer WHERE id > ? AND id < ?", [0, 1_000_000])
    left_out = plan_of(store, "SELECT id FROM customer WHERE id > ? AND status = ?", [0, "NONE"])
    assert 1 <= one.touched < 20
    assert listed.touched >= CUSTOMERS
    assert left_out.touched >= CUSTOMERS


def test_explaining_a_change_changes_nothing(populated: tuple[Store, Mapping[str, str]]) -> None:
    store = populated[0]
    plan_of(store, "UPDATE account SET description = ? WHERE id = ?", ["changed", 1])
    with store.reads.connect() as connection:
        changed = connection.exec_driver_sql("SELECT COUNT(*) FROM account WHERE description = 'changed'").scalar_one()
    assert changed == 0


@pytest.mark.parametrize(("status", "body"), [(200, b"{}"), (503, b"Success")])
def test_an_answer_over_http_is_looked_at(status: int, body: bytes) -> None:
    with (
        answering(status, body) as server,
        closing(Till(server.address)) as till,
        pytest.raises(Wrong, match=f"answered wrongly: {status}"),
    ):
        till.get("/accounts", {}, "Success")


def test_growth_is_told_and_what_is_missed_too() -> None:
    within, slower = replace(ONE, median=1.3), replace(ONE, median=1.31)
    assert growth_table({10: [ONE], 100: [within]}).splitlines()[-1].endswith("  1.30 |   1.3x | yes |")
    assert growth_table({10: [ONE], 100: [slower]}).splitlines()[-1].endswith("NO |")
    page = replace(ONE, median=10.0, growth_limit=PAGE.growth, limit_ms=PAGE.milliseconds)
    assert growth_table({10: [page]}).splitlines()[-1].endswith("1.5x, 10 ms |  NO |")


def test_a_page_with_more_rows_is_no_growth_of_the_work() -> None:
    few, full, later = (replace(ONE, shown=shown, median=median) for shown, median in ((5, 1.0), (21, 3.0), (21, 3.3)))
    *_, at_100, at_1000 = growth_table({10: [few], 100: [full], 1000: [later]}).splitlines()
    assert "more rows" in at_100
    assert " 1.10 |" in at_1000


def test_a_longer_count_is_no_growth_of_the_work() -> None:
    few, most, later = (
        replace(ONE, shown=20, counted=counted, median=median)
        for counted, median in ((343, 1.0), (1_001, 1.6), (1_001, 1.76))
    )
    *_, at_100, at_1000 = growth_table({10: [few], 100: [most], 1000: [later]}).splitlines()
    assert "more rows" in at_100
    assert " 1.10 |" in at_1000


def test_sizes_of_earlier_runs_stay_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "scale-sqlite.md"
    assert merged(page, {10: {"is": "new"}}) == {10: {"is": "new"}}
    old: dict[str, Any] = {"rounds": {"10": {"is": "old"}, "5": {"is": "old"}}}
    page.with_suffix(".json").write_text(json.dumps(old))
    assert list(merged(page, {10: {"is": "new"}, 7: {}}).items()) == [(5, {"is": "old"}), (7, {}), (10, {"is": "new"})]

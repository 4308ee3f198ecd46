"""The tables, and the page that is kept."""

import json
from pathlib import Path

import pytest

from bench.load.case import Case, contains
from bench.load.wrk import Load
from bench.report import http_table
from bench.results import keep, page_of
from bench.statistics import Quantiles, Spread
from bench.table import markdown_table, ratio, whole
from bench.updates.race import Measured
from bench.updates.report import Cell, table_of


def cells_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_columns_are_aligned_and_figures_stand_to_the_right() -> None:
    table = markdown_table(("what", "rate"), [["long name", "1"], ["a", "12,345"]])
    assert table.splitlines() == [
        "| what      |   rate |",
        "| --------- | -----: |",
        "| long name |      1 |",
        "| a         | 12,345 |",
    ]


def test_a_row_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        markdown_table(("one",), [["1", "2"]])


def test_figures_are_written_with_their_rounds() -> None:
    assert whole(Spread(12345.6, 11000.0, 13000.4)) == "12,346 (11,000-13,000)"
    assert ratio(Spread(0.616, 0.5, 0.7)) == "0.62 (0.50-0.70)"


def load(per_second: float, cpu_us: float) -> Load:
    return Load(per_second=per_second, p50=1.0, p99=2.0, slowest=3.0, answered=10, reply_bytes=100.0, cpu_us=cpu_us)


def test_each_operation_is_compared_with_its_own_yardstick() -> None:
    cases = [
        Case(name="hello", method="GET", path="/", check=contains()),
        Case(name="ours", method="GET", path="/", check=contains(), yardstick="hello"),
    ]
    rounds = {"hello": [load(200, 50), load(100, 100)], "ours": [load(100, 100), load(50, 200)]}
    _, _, hello, ours = cells_of(http_table(cases, rounds))
    assert hello[1:] == ["150 (100-200)", "1.00", "2.00", "3.0", "75", "", ""]
    assert ours[1:] == ["75 (50-100)", "1.00", "2.00", "3.0", "150", "0.50 (0.50-0.50)", "0.50 (0.50-0.50)"]


def test_an_operation_without_its_yardstick_has_no_row() -> None:
    case = Case(name="ours", method="GET", path="/", check=contains(), yardstick="hello")
    with pytest.raises(ValueError, match="same rounds"):
        http_table([case], {"ours": [load(100, 100)]})


def test_the_ratio_of_updates_is_ours_over_each_yardstick() -> None:
    def cell(form: str, *rates: float) -> Cell:
        rounds = [
            Measured(rate, 100.0, Quantiles(1.0, 2.0), 3.0, written=10, seconds=[], by_thread=[]) for rate in rates
        ]
        return Cell(hot=True, threads=1, form=form, rounds=rounds)

    table = table_of([cell("gateway", 100, 50), cell("bare", 200, 100)])
    _, _, ours, bare = cells_of(table)
    assert ours[3:5] == ["75 (50-100)", "13333"]
    assert ours[-1] == ""
    assert bare[-1] == "0.50 (0.50-0.50)"


def test_a_kept_page_says_its_command_and_its_machine() -> None:
    page = page_of("Title", "python -m bench --keep", {"date": "2026-11-22", "cores": "2"}, "| table |")
    assert page.startswith("# Title\n\n    python -m bench --keep\n\n2026-11-22, on: cores 2.")
    assert page.endswith("| table |\n")


def test_figures_are_kept_beside_their_command_and_only_on_demand_where_git_sees_them(tmp_path: Path) -> None:
    def kept(*, is_committed: bool) -> Path:
        return keep("x", "T", "python -m bench", {"date": "d"}, "text", [1], folder=tmp_path, is_committed=is_committed)

    assert kept(is_committed=False) == tmp_path / "latest" / "x.md"
    page = kept(is_committed=True)
    assert page == tmp_path / "x.md"
    assert json.loads(page.with_suffix(".json").read_text()) == {
        "command": "python -m bench",
        "machine": {"date": "d"},
        "rounds": [1],
    }

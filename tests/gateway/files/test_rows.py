"""Reading CSV files row by row."""

from pathlib import Path

import pytest

from gateway.files.columns import Column
from gateway.files.rows import LONGEST_CELL, RowFile

COLUMNS = (Column("number", "", is_needed=True), Column("name", ""))


def read(path: Path, text: str) -> list[tuple[int, str]]:
    """Line and name of each row, or the first word of its problem."""
    path.write_text(text, encoding="utf-8", newline="")
    with RowFile(path, COLUMNS) as file:
        return [(row.line, row.problem.sentence if row.problem else row.cells["name"]) for row in file.rows()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "rows.csv"


def test_rows_carry_the_line_on_which_they_begin(path: Path) -> None:
    assert read(path, 'number,name\n1,a\n\n2,"b\nb"\n3,c\n') == [(2, "a"), (4, "b\nb"), (6, "c")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_one(path: Path, end: str) -> None:
    assert read(path, end.join(["number,name", "1,a", "2,b"])) == [(2, "a"), (3, "b")]


def test_a_quotation_mark_that_is_not_closed_costs_little(path: Path) -> None:
    after = "".join(f"{number},x\n" for number in range(LONGEST_CELL))
    rows = read(path, f'number,name\n1,a\n2,"b\n{after}')
    assert rows[0] == (2, "a")
    assert rows[1][1].startswith("Line 3 to ")
    assert rows[-1][1] == "x"
    assert len(rows) > LONGEST_CELL / 2


def test_text_after_a_closed_quotation_is_refused(path: Path) -> None:
    rows = read(path, 'number,name\n1,"a"b\n2,c\n')
    assert (rows[0][0], rows[1]) == (2, (3, "c"))
    assert "text after a closed one" in rows[0][1]


def test_a_header_is_taken_in_any_case_and_order(path: Path) -> None:
    path.write_text(" NAME ;Number\na;1\n")
    with RowFile(path, COLUMNS) as file:
        assert [dict(row.cells) for row in file.rows()] == [{"name": "a", "number": "1"}]


def test_the_bytes_read_reach_the_size(path: Path) -> None:
    path.write_text("number,name\n" + "1,a\n" * 100_000)
    with RowFile(path, COLUMNS) as file:
        rows = file.rows()
        next(rows)
        assert 0 < file.bytes_read < file.size_bytes
        assert sum(1 for _ in rows) == 99_999
        assert file.bytes_read == file.size_bytes

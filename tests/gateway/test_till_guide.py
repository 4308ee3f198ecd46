"""The till guide is made from the error tree, and the committed page is the one that it makes."""

from pathlib import Path

from domain.error_tree import all_errors
from domain.refusals import RecordedRefusal, Refusal
from gateway.till_guide import till_guide

PAGE = Path(__file__).resolve().parents[2] / "docs" / "till-guide.md"


def test_the_committed_page_is_current() -> None:
    assert PAGE.read_text() == till_guide(), "run: loyalty-gateway till-guide > docs/till-guide.md"


def test_every_error_has_a_line_with_all_that_a_till_needs() -> None:
    lines = [line for line in till_guide().splitlines() if line.startswith("| `")]
    codes = {error.code for error in all_errors() if error not in (Refusal, RecordedRefusal)}
    assert {line.split("`")[1] for line in lines} == codes | {"Success"}
    assert all(cell.strip() for line in lines if "`Success`" not in line for cell in line.strip("|").split("|"))

"""Functions and modules stay small enough to be read in one go."""

import ast
import tomllib
from pathlib import Path

from tests.house.tree import ROOT, name_of, parsed, python_files

EXCEPTIONS = ROOT / "tests" / "house" / "larger_than_allowed.toml"
FUNCTION_LINES = 40
MODULE_LINES = 200
TEST_FUNCTION_LINES = 60
TEST_MODULE_LINES = 400
REVISIONS = "adapters/database/migrations/versions/"  # a revision is a list of columns that never changes again


def test_functions_and_modules_stay_within_their_limits() -> None:
    recorded = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    problems = problems_with(too_large(python_files()), recorded)
    assert not problems, "\n".join(problems)


def test_a_new_giant_a_grown_one_and_a_forgotten_record_are_found(tmp_path: Path) -> None:
    path = tmp_path / "giant.py"
    path.write_text("def giant():\n" + "    pass\n" * FUNCTION_LINES)
    function_lines = FUNCTION_LINES + 1
    assert sizes(path, "giant.py") == {"giant.py": function_lines, "giant.py::giant": function_lines}
    large = {"giant.py::giant": function_lines}
    assert not problems_with(large, large)
    for recorded in ({}, {"giant.py::giant": FUNCTION_LINES}, {**large, "gone.py": MODULE_LINES + 1}):
        assert len(problems_with(large, recorded)) == 1


def too_large(paths: list[Path]) -> dict[str, int]:
    """What passes its limit, with its lines."""
    measured = {what: lines for path in paths for what, lines in sizes(path, name_of(path)).items()}
    return {what: lines for what, lines in measured.items() if lines > limit_of(what)}


def sizes(path: Path, name: str) -> dict[str, int]:
    """Lines of the module and of each function in it; decorators and docstrings of functions do not count."""
    found = {name: len(path.read_text(encoding="utf-8").splitlines())}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[f"{name}::{node.name}"] = max(lines_of(node), found.get(f"{name}::{node.name}", 0))
    return found


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the def to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def limit_of(what: str) -> int:
    """The most lines that the module or function may have."""
    if what.startswith(REVISIONS):
        return MODULE_LINES
    if what.startswith("tests/"):
        return TEST_FUNCTION_LINES if "::" in what else TEST_MODULE_LINES
    return FUNCTION_LINES if "::" in what else MODULE_LINES


def problems_with(large: dict[str, int], recorded: dict[str, int]) -> list[str]:
    """What differs between the tree and the recorded exceptions, each as a sentence that says what to do."""
    problems = []
    for what in sorted(large.keys() | recorded.keys()):
        now, before = large.get(what), recorded.get(what)
        if now is None:
            problems.append(f"{what} fits now: remove it from {EXCEPTIONS.name}")
        elif before is None or now > before:
            problems.append(f"{what} has {now} lines, at most {before or limit_of(what)} are allowed: split it")
        elif now < before:
            problems.append(f"{what} has shrunk: write {now} instead of {before} in {EXCEPTIONS.name}")
    return problems

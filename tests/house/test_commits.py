"""One file commits, so that a reply is sent after a durable fact and never before."""

import ast

import pytest

from tests.house.tree import PRODUCT, name_of, parsed, python_files

COMMITS = "adapters/database/unit_of_work.py"
MIGRATIONS = "adapters/database/migrations/"  # run by themselves, before anything is served
COMMITTING_CALLS = {"commit", "begin", "transaction"}  # the last two commit on leaving the block


def test_only_the_unit_of_work_commits() -> None:
    found = {
        f"{name_of(path)}:{line}"
        for path in python_files(*PRODUCT)
        if name_of(path) != COMMITS and not name_of(path).startswith(MIGRATIONS)
        for line in commits_in(parsed(path))
    }
    assert not found, f"only {COMMITS} commits"


@pytest.mark.parametrize(
    "line",
    [
        "session.commit()",
        "cursor.execute('COMMIT')",
        "cursor.execute(' commit;')",
        "with engine.begin() as c: pass",
        "with connection.transaction(): pass",
    ],
)
def test_every_way_to_commit_is_found(line: str) -> None:
    assert commits_in(ast.parse(line)) == [1]


def test_the_unit_of_work_is_asked_to_commit() -> None:
    assert commits_in(ast.parse("with self._unit_of_work.transaction() as c: pass")) == []


def test_the_unit_of_work_is_where_the_rule_says() -> None:
    files = {name_of(path): path for path in python_files("adapters")}
    assert commits_in(parsed(files[COMMITS]))


def commits_in(tree: ast.Module) -> list[int]:
    """The lines that commit."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_commit(node.func))
        or (isinstance(node, ast.Constant) and str(node.value).strip(" ;\n").upper() == "COMMIT")
    ]


def is_commit(call: ast.Attribute) -> bool:
    """Whether this method commits, other than through the unit of work."""
    return call.attr in COMMITTING_CALLS and not ast.unparse(call.value).endswith("unit_of_work")

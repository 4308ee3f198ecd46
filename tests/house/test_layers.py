"""Who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import PRODUCT, ROOT, name_of, parsed, python_files

DOMAIN_MAY_IMPORT = {"domain", "anyascii", "stdnum", "phonenumbers", *sys.stdlib_module_names}


def test_the_layers_in_pyproject_hold() -> None:
    lint_imports = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    outcome = subprocess.run(lint_imports, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_domain_imports_the_standard_library_and_a_short_list_only() -> None:
    foreign = {
        f"{name_of(path)} imports {name}"
        for path in python_files("domain")
        for name in imported(parsed(path))
        if name.partition(".")[0] not in DOMAIN_MAY_IMPORT
    }
    assert not foreign


def test_nothing_imports_the_entry_point() -> None:
    assert not [name_of(path) for path in python_files(*PRODUCT) if "wsgi" in imported(parsed(path))]


def imported(tree: ast.Module) -> set[str]:
    """The dotted names of the modules that a module imports."""
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

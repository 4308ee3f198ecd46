"""Who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("gateway", "wsdl", "rest", "domain", "adapters")
DOMAIN_MAY_IMPORT = {"domain", "anyascii", "stdnum", "phonenumbers", *sys.stdlib_module_names}


def test_layers_of_pyproject_hold() -> None:
    if not all((ROOT / package / "__init__.py").is_file() for package in PACKAGES):
        pytest.skip("the tree is not complete yet")
    outcome = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout


def test_domain_imports_the_standard_library_and_a_short_list_only() -> None:
    foreign = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "domain").rglob("*.py")
        for name in _imported(path)
        if name.partition(".")[0] not in DOMAIN_MAY_IMPORT
    }
    assert not foreign


def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

"""What no file of the project holds, and what the lock file promises."""

import re
import tomllib

from packaging.requirements import Requirement

from tests.house.tree import ROOT, name_of, tracked_files

MACHINE_PATH = re.compile(r"(?<![\w.)}>~/-])/(?:root|home|Users|work|private|workspace)/[\w.-]+")
PYPI_ADDRESSES = ("https://pypi.org/simple", "https://files.pythonhosted.org/packages/")


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{name_of(path)}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert not found


def test_a_path_of_one_machine_is_recognised() -> None:
    assert MACHINE_PATH.search("see /" + "home/anna/gateway")
    assert not MACHINE_PATH.search("https://example.org/" + "home/anna")


def test_the_contributors_page_names_files_that_are_there() -> None:
    named = re.findall(r"`([a-z_.-]+(?:/[a-z_.-]*)+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_no_two_migrations_have_a_number() -> None:
    numbers = [path.name[:4] for path in (ROOT / "adapters/database/migrations/versions").glob("[0-9]*.py")]
    assert numbers
    assert len(numbers) == len(set(numbers)), sorted(numbers)


def test_the_lock_file_knows_pypi_only() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:registry|url|path|directory|git) = "([^"]+)"', lock)
    assert addresses
    assert not [address for address in addresses if not address.startswith(PYPI_ADDRESSES)]


def test_the_lock_file_is_made_from_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    ours = next(package for package in lock["package"] if package["name"] == project["project"]["name"])
    metadata = ours["metadata"]
    pairs = (
        (project["project"]["dependencies"], metadata["requires-dist"]),
        (project["dependency-groups"]["dev"], metadata["requires-dev"]["dev"]),
        (project["dependency-groups"]["bench"], metadata["requires-dev"]["bench"]),
    )
    for wanted, locked in pairs:
        assert _by_name(wanted) == {entry["name"]: entry.get("specifier", "") for entry in locked}, "run make lock"


def _by_name(requirements: list[str]) -> dict[str, str]:
    return {requirement.name.lower(): str(requirement.specifier) for requirement in map(Requirement, requirements)}

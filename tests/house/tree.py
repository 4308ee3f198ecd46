"""The project's own files, as the house rules see them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("gateway", "wsdl", "rest", "domain", "adapters")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git knows or would add, so that a rule is broken before the commit and not after it."""
    trusting = ["git", "-c", "safe.directory=*"]  # the tests may run as another user than the one who cloned
    command = [*trusting, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = {ROOT / name for name in listed.stdout.split("\0") if name}
    return tuple(sorted(path for path in files if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """The Python files in these top folders; in the whole tree without any."""
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py" and (not folders or path.relative_to(ROOT).parts[0] in folders)
    ]


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """The file's path from the project's root, as messages show it."""
    return path.relative_to(ROOT).as_posix()

"""The style and the types hold: what `make check` runs is part of the tests, so that one command decides."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "style": ["ruff", "check", "."],
    "types": ["mypy"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_tree_passes(check: str) -> None:
    program, *arguments = CHECKS[check]
    done = subprocess.run(
        [str(Path(sys.executable).with_name(program)), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

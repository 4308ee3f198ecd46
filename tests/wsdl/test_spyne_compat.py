"""Spyne imports on every Python that the project supports, and keeps quiet."""

import gc
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wsdl.soap import NAME_SEARCH, Soap

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("spyne==2.14.0", "six", "lxml", "legacy-cgi; python_version >= '3.13'")
PROOF = "import wsdl, spyne, spyne.application; print(spyne.__version__)"


def _interpreter(minor: int) -> str | None:
    """A Python of this version: this one, one on the path that runs, or one of pyenv's."""
    if sys.version_info[:2] == (3, minor):
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    candidates = [shutil.which(f"python3.{minor}"), *sorted(pyenv.glob(f"3.{minor}.*/bin/python"))]
    return next((str(path) for path in candidates if path and _runs(str(path))), None)


def _runs(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def _uv() -> str | None:
    bundled = sorted((ROOT / ".tools").rglob("bin/uv")) + sorted((ROOT / ".tools").rglob("uv"))
    return next((str(path) for path in bundled if path.is_file()), shutil.which("uv"))


def _with_packages(python: str, folder: Path) -> str:
    """A Python of that version that has Spyne's packages; the test is skipped where they can't be had."""
    if python == sys.executable:
        return python
    uv = _uv()
    if uv is None:
        pytest.skip("no uv to install Spyne for another Python with")
    for command in (
        [uv, "venv", "--quiet", "--python", python, str(folder)],
        [uv, "pip", "install", "--quiet", "--python", str(folder), *PACKAGES],
    ):
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)
        if outcome.returncode:
            pytest.skip(f"Spyne's packages can't be installed for {python}: {outcome.stderr.strip()[:200]}")
    return str(folder / "bin" / "python")


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_spyne_imports_through_the_shim(minor: int, tmp_path: Path) -> None:
    python = _interpreter(minor)
    if python is None:
        pytest.skip(f"Python 3.{minor} is not installed")
    outcome = subprocess.run(
        [_with_packages(python, tmp_path / "venv"), "-W", "error", "-c", PROOF],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.stdout.strip(), outcome.returncode) == ("2.14.0", 0), outcome.stderr


def test_spyne_writes_no_log(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("spyne.protocol.soap.soap11.invalid").critical("a password")
    assert not caplog.records


def test_spyne_forces_no_garbage_collection_in_a_call(soap: Soap) -> None:
    collections: list[str] = []

    def tell(phase: str, _: object) -> None:
        collections.append(phase)

    gc.disable()
    gc.callbacks.append(tell)
    try:
        assert not soap.call(NAME_SEARCH).is_fault
    finally:
        gc.callbacks.remove(tell)
        gc.enable()
    assert not collections

"""What a missing service does to a run."""

import os
from pathlib import Path

import pytest

from tests.services.missing import find_or_skip


def find_none() -> Path | None:
    return None


@pytest.fixture(autouse=True)
def _as_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)  # root would install the package


def test_a_missing_service_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"not installed: abacus \(apt-get install abacus-server\)"):
        find_or_skip("abacus", "abacus-server", find_none)


def test_a_missing_service_fails_the_test_when_services_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    with pytest.raises(pytest.fail.Exception, match="abacus is required"):
        find_or_skip("abacus", "abacus-server", find_none)


def test_an_installed_service_is_given(tmp_path: Path) -> None:
    assert find_or_skip("abacus", "abacus-server", lambda: tmp_path) == tmp_path

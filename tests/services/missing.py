"""What to do when the programs of a service are not installed: skip and say so, or install them, or fail."""

import fcntl
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MARK = "service not installed: "
LOCK = Path(__file__).resolve().parents[2] / ".tools" / "apt.lock"  # two test processes would install at once


def services_are_required() -> bool:
    """Whether a missing service is a failure (REQUIRE_SERVICES=1) and not a skip."""
    return os.environ.get("REQUIRE_SERVICES", "") not in ("", "0")


def find_or_skip(service: str, packages: str, find: Callable[[], Path | None]) -> Path:
    """Give the path that ``find`` finds; ``packages`` are the Debian packages that bring it, with spaces between.

    When it finds none: skip the test; or, when services are required, install the packages (as root) and fail
    the test if that does not help.
    """
    found = find()
    if found is None and services_are_required():
        _install(packages)
        found = find()
        if found is None:
            pytest.fail(f"{service} is required (REQUIRE_SERVICES=1): install it (apt-get install {packages})")
    if found is None:
        pytest.skip(f"{MARK}{service} (apt-get install {packages})")
    return found


def _install(packages: str) -> None:
    if os.geteuid() != 0:
        return
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages.split()]):
            subprocess.run(["apt-get", "-q", *command], env=environment, check=False)


def summarise(terminal: Any) -> None:
    """Write at the end of a run which services were missing and how many tests that skipped."""
    reasons = [report.longrepr[2] for report in terminal.stats.get("skipped", ()) if isinstance(report.longrepr, tuple)]
    missing = [reason.split(MARK, 1)[1] for reason in reasons if MARK in reason]
    if not missing:
        return
    terminal.section("services not installed", yellow=True)
    for service in sorted(set(missing)):
        terminal.line(f"{service}: {missing.count(service)} tests skipped")
    terminal.line(
        "With REQUIRE_SERVICES=1 missing packages are installed (as root), and a missing service is a failure."
    )

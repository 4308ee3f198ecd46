"""What the suites of generated clients share: running a tool without a word of warning, and judging a client."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.gateway.shop import PASSWORD, TILL
from tests.interop.judge import judge
from tests.interop.scenario import MARKUP
from tests.services.gateway import ServedGateway
from wsdl.names import SERVICES_PATH, SoapVersion

SECONDS = 300


def addresses(gateway: ServedGateway, version: SoapVersion) -> list[str]:
    """The endpoints of both services in this version."""
    endpoint = f"HttpSoap{version.number.replace('.', '')}Endpoint"
    return [
        f"{gateway.url}{SERVICES_PATH}/{service}.{service}{endpoint}"
        for service in ("CustomerService", "AccountBalanceService")
    ]


def run(command: list[str], folder: Path, allowed: str = "(?!)") -> str:
    """Run a tool; gives what it said. Fails where it fails, or warns of anything but what `allowed` matches."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    warnings = [line for line in said.splitlines() if re.search("warn|error", line, re.IGNORECASE)]
    assert not [line for line in warnings if not re.search(allowed, line)], said
    return said


def play(command: list[str], gateway: ServedGateway, version: SoapVersion, name: str, folder: Path) -> None:
    """Have a client play the scenario, and judge what it saw."""
    arguments = [*addresses(gateway, version), TILL, PASSWORD, f"{name}-{version.number}", MARKUP.lower()]
    done = subprocess.run(
        [*command, *arguments], cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    results: Any = json.loads(done.stdout)
    judge(results, {str(line.get("correlation_id")) for line in gateway.lines})

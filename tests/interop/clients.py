"""How a plan is run by each foreign client: a process of its own, a plan in, results out."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.shop import PASSWORD, TILL
from tests.interop.scenario import steps
from tests.services.missing import LOCK, MARK, find_or_skip, services_are_required
from wsdl.names import SERVICES_PATH, SoapVersion

FOLDER = Path(__file__).parent
NODE = FOLDER / "node"
NPM_LOCK = LOCK.with_name("npm.lock")
SECONDS = 60


def plan_for(url: str, version: SoapVersion, authentication: str, run: str) -> dict[str, Any]:
    """What a client is told: where the contracts are, who it is, and what to do."""
    endpoint = f"HttpSoap{version.number.replace('.', '')}Endpoint"
    return {
        "contracts": {
            service: f"{url}{SERVICES_PATH}/{service}.{service}{endpoint}?wsdl"
            for service in ("CustomerService", "AccountBalanceService")
        },
        "version": version.number,
        "authentication": authentication,
        "user": TILL,
        "password": PASSWORD,
        "steps": steps(run),
    }


def run_client(command: list[str], plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the plan to a program's standard input; gives the results that it prints."""
    done = subprocess.run(
        command, input=json.dumps(plan), capture_output=True, text=True, timeout=SECONDS, check=False, cwd=FOLDER
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr or done.stdout
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def node_command() -> list[str]:
    """The command of the Node client, its packages installed; skips or fails where that can't be."""
    node = find_or_skip("Node.js", "nodejs npm", _node)
    _install_packages()
    return [str(node), str(NODE / "till.js")]


def php_command() -> list[str]:
    """The command of the PHP client; skips or fails where PHP or its SOAP extension is missing."""
    return [str(find_or_skip("PHP with SOAP", "php-cli php-soap", _php)), str(FOLDER / "php" / "till.php")]


def _node() -> Path | None:
    node = shutil.which("node")
    return Path(node) if node and shutil.which("npm") else None


def _php() -> Path | None:
    php = shutil.which("php")
    if php is None:
        return None
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, check=False).stdout
    return Path(php) if "soap" in modules.lower().split() else None


def _install_packages() -> None:
    """`npm ci`, once for each state of the lock file, however many test processes there are."""
    lock_file, installed = NODE / "package-lock.json", NODE / "node_modules" / ".installed"
    NPM_LOCK.parent.mkdir(exist_ok=True)
    with NPM_LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.is_file() and installed.read_bytes() == lock_file.read_bytes():
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=False, env=_npm_environment())
        if done.returncode == 0:
            shutil.copy(lock_file, installed)
        elif services_are_required():
            pytest.fail(f"npm ci failed: {done.stderr}")
        else:
            pytest.skip(f"{MARK}npm packages (npm ci in tests/interop/node)")


def _npm_environment() -> dict[str, str]:
    return {**os.environ, "NO_UPDATE_NOTIFIER": "1", "npm_config_update_notifier": "false"}

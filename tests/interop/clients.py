"""How a plan is run by each foreign client: a process of its own, a plan in, results out."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.gateway.shop import PASSWORD, TILL
from tests.interop import zeep_till
from tests.interop.scenario import steps
from tests.services.missing import find_or_skip
from tests.services.npm import node_with_packages
from wsdl.names import SERVICES_PATH, SoapVersion

FOLDER = Path(__file__).parent
NODE = FOLDER / "node"
SECONDS = 60
CLIENTS = ("zeep", "node", "php")


def plan_for(url: str, version: SoapVersion, authentication: str, run: str) -> dict[str, Any]:
    """What a client is told: where the contracts are, who it is, and what to do."""
    return {
        "contracts": {
            service: contract_of(url, version, service) for service in ("CustomerService", "AccountBalanceService")
        },
        "version": version.number,
        "authentication": authentication,
        "user": TILL,
        "password": PASSWORD,
        "steps": steps(run),
    }


def contract_of(url: str, version: SoapVersion, service: str, query: str = "?wsdl") -> str:
    """The address of a service's contract."""
    return f"{url}{SERVICES_PATH}/{service}.{service}HttpSoap{version.number.replace('.', '')}Endpoint{query}"


def run_by(client: str, plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Have one of `CLIENTS` make the calls of a plan; gives the results."""
    if client == "zeep":
        return zeep_till.run(plan)
    return run_client(node_command() if client == "node" else php_command(), plan)


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
    return [str(node_with_packages(NODE)), str(NODE / "till.js")]


def php_command() -> list[str]:
    """The command of the PHP client; skips or fails where PHP or its SOAP extension is missing."""
    return [str(find_or_skip("PHP with SOAP", "php-cli php-soap", _php)), str(FOLDER / "php" / "till.php")]


def _php() -> Path | None:
    php = shutil.which("php")
    if php is None:
        return None
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, check=False).stdout
    return Path(php) if "soap" in modules.lower().split() else None

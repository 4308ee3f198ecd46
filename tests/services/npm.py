"""The packages of a folder with a package.json and a lock file, from the registry of npm."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services.missing import LOCK, MARK, find_or_skip, services_are_required

NPM_LOCK = LOCK.with_name("npm.lock")


def node_with_packages(folder: Path) -> Path:
    """The path of Node.js, and the folder's packages installed; skips or fails where that can't be."""
    node = find_or_skip("Node.js", "nodejs npm", _node)
    _install_packages(folder)
    return node


def _node() -> Path | None:
    node = shutil.which("node")
    return Path(node) if node and shutil.which("npm") else None


def _install_packages(folder: Path) -> None:
    """`npm ci`, once for each state of the lock file, however many test processes there are."""
    lock_file, installed = folder / "package-lock.json", folder / "node_modules" / ".installed"
    NPM_LOCK.parent.mkdir(exist_ok=True)
    with NPM_LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.is_file() and installed.read_bytes() == lock_file.read_bytes():
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=npm_environment())
        if done.returncode == 0:
            shutil.copy(lock_file, installed)
        elif services_are_required():
            pytest.fail(f"npm ci failed: {done.stderr}")
        else:
            pytest.skip(f"{MARK}npm packages (npm ci in {folder.name})")


def npm_environment() -> dict[str, str]:
    """This process' environment, in which npm asks nobody whether there is a newer npm."""
    return {**os.environ, "NO_UPDATE_NOTIFIER": "1", "npm_config_update_notifier": "false"}

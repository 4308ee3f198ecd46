"""The programs that peers run in: which of them are here, and how the others are installed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.load import wrk
from bench.yardsticks.php_fpm import find_fpm, find_nginx

NODE_FOLDER = Path(__file__).resolve().parents[1] / "yardsticks" / "node"


@dataclass(frozen=True, slots=True)
class Program:
    """Something that is installed or not; `packages` are those of Debian that bring it, with spaces between."""

    name: str
    packages: str
    is_installed: Callable[[], bool]

    @property
    def how_to(self) -> str:
        """The command that installs it."""
        return f"apt-get install {self.packages}"


def install(programs: Sequence[Program]) -> None:
    """Install what is missing of these by apt-get; raises `click.ClickException` where that can't be."""
    packages = [package for program in programs for package in program.packages.split()]
    if os.geteuid() != 0:
        raise click.ClickException(f"Only root can install: sudo apt-get install {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        command = [shutil.which("apt-get") or "apt-get", "-q", *arguments]
        if subprocess.run(command, env=environment, check=False).returncode:
            raise click.ClickException(f"apt-get {arguments[0]} failed; it says why above.")


def install_node_packages() -> None:
    """`npm ci`, unless what the lock file names is there already; raises `click.ClickException`."""
    lock_file, installed = NODE_FOLDER / "package-lock.json", NODE_FOLDER / "node_modules" / ".installed"
    if installed.is_file() and installed.read_bytes() == lock_file.read_bytes():
        return
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=NODE_FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"npm ci failed in bench/yardsticks/node: {done.stderr.strip()}")
    shutil.copy(lock_file, installed)


def _has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _has_php() -> bool:
    fpm = find_fpm()
    if not (fpm and find_nginx()):
        return False
    modules = subprocess.run([fpm, "-m"], capture_output=True, text=True, check=False).stdout.lower().split()
    return {"soap", "pdo_sqlite"} <= set(modules)


WRK = Program("wrk", "wrk", wrk.is_installed)
NODE = Program("Node soap", "nodejs npm", _has_node)
PHP = Program("PHP SoapServer", "nginx-light php-fpm php-soap php-sqlite3", _has_php)
PEERS = (NODE, PHP)
"""Those that a run can do without."""

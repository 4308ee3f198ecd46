"""Makes the project's environment (.venv) from uv.lock on a machine that has Python 3.11 to 3.13 and nothing else.

Run it with the interpreter that the environment shall use, in the project's directory: ``python3.11 -m tools.bootstrap``. It needs neither pip nor
the venv module: uv makes the environment, and uv itself comes as a wheel from the package index. When nothing has
changed since the last run, it returns at once. ``-m tools.bootstrap lock`` resolves the dependencies anew instead, and
``-m tools.bootstrap bench`` also installs that group of dependencies.

Environment: ``UV_DEFAULT_INDEX``, ``UV_INDEX_URL`` or ``PIP_INDEX_URL`` name another index (a mirror of pypi.org);
``SSL_CERT_FILE``, ``PIP_CERT`` or ``REQUESTS_CA_BUNDLE`` name the certificates to trust.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.uv_wheel import BootstrapError, find_or_fetch_uv, without_password

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
STAMP = VENV / ".made-from"
PYPI = "https://pypi.org/simple"
INDEX_SETTINGS = ("UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX", "UV_FIND_LINKS")


def main(groups: Sequence[str] = (), *, lock: bool) -> int:
    """Make or refresh .venv, with these groups beside the usual ones, or uv.lock; return the exit code."""
    try:
        _check_interpreter()
        wanted = _fingerprint(groups)
        if not lock and _is_made_from(wanted):
            return 0
        index = _first_of("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
        certificates = _first_of("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE")
        uv = find_or_fetch_uv(TOOLS, index or PYPI, certificates)
        environment = _environment(index, certificates)
        if lock:
            _lock(uv, environment)
        else:
            _sync(uv, environment, index, [f"--group={group}" for group in groups])
            STAMP.write_text(wanted)
    except BootstrapError as problem:
        print(f"The environment could not be made. {problem}", file=sys.stderr)
        return 1
    return 0


def _check_interpreter() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(map(str, sys.version_info[:3]))
        raise BootstrapError(
            f"This is Python {found}; the gateway needs 3.11, 3.12 or 3.13.\n"
            "Install one of them, or name it: make env PYTHON=/path/to/python3.12"
        )


def _fingerprint(groups: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    digest.update(" ".join(groups).encode())
    digest.update(str(ROOT).encode())  # scripts in .venv hold this path: a moved directory needs a new .venv
    return f"{digest.hexdigest()} {sys.executable}"


def _is_made_from(wanted: str) -> bool:
    """Whether .venv is up to date; one made with another fitting interpreter is, unless PYTHON asks for this one."""
    if not (STAMP.is_file() and (VENV / "bin" / "python").exists()):
        return False
    made_from = STAMP.read_text()
    return made_from == wanted or (
        not os.environ.get("PYTHON") and made_from.split(maxsplit=1)[0] == wanted.split(maxsplit=1)[0]
    )


def _first_of(*names: str) -> str | None:
    return next((os.environ[name] for name in names if os.environ.get(name)), None)


def _environment(index: str | None, certificates: str | None) -> dict[str, str]:
    changes = {
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_SYSTEM_CERTS": "true",
    }
    if index:
        changes["UV_DEFAULT_INDEX"] = index
    if certificates:
        changes["SSL_CERT_FILE"] = certificates
    if not os.access(Path.home(), os.W_OK) and not _first_of("UV_CACHE_DIR", "XDG_CACHE_HOME"):
        changes["UV_CACHE_DIR"] = str(TOOLS / "cache")
    return {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"} | changes


def _sync(uv: Path, environment: dict[str, str], index: str | None, groups: Sequence[str]) -> None:
    print(f"Making .venv with Python {sys.version.split()[0]} from uv.lock ...", flush=True)
    if index is None:
        _run([uv, "sync", "--frozen", "--quiet", *groups], environment, PYPI)
        return
    # uv.lock holds addresses on pypi.org, so a mirror is asked by name, version and digest instead.
    requirements = TOOLS / "requirements.txt"
    requirements.parent.mkdir(exist_ok=True)
    command = [
        str(uv),
        "export",
        "--frozen",
        "--quiet",
        "--no-emit-project",
        "--output-file",
        str(requirements),
        *groups,
    ]
    _run(command, environment, index)
    _run([uv, "venv", "--quiet", "--clear", VENV], environment, index)
    inside = environment | {"UV_PYTHON": str(VENV / "bin" / "python")}
    _run([uv, "pip", "sync", "--quiet", "--require-hashes", requirements], inside, index)
    _run([uv, "pip", "install", "--quiet", "--no-deps", "--editable", ROOT], inside, index)


def _run(command: Sequence[str | Path], environment: dict[str, str], index: str) -> None:
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise BootstrapError(
            f"uv says why above. Most often {without_password(index)} is out of reach: check the network, or set\n"
            "HTTPS_PROXY, UV_DEFAULT_INDEX (a mirror) or SSL_CERT_FILE (your company's certificates), and run the\n"
            "command again."
        )


def _lock(uv: Path, environment: dict[str, str]) -> None:
    """Write uv.lock with addresses on pypi.org alone, whatever mirror this machine is set up for."""
    plain = {name: value for name, value in environment.items() if name not in INDEX_SETTINGS}
    _run([uv, "lock", "--upgrade", "--no-config", "--default-index", PYPI], plain, PYPI)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main([name for name in given if name != "lock"], lock="lock" in given))

"""Finds uv, or fetches it as a wheel from the package index, with the standard library alone.

``bootstrap.py`` uses it. The version is fixed here and the digests below are those that pypi.org gives for it, so a
mirror can serve the file but cannot change it.
"""

import base64
import hashlib
import json
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from io import BytesIO
from pathlib import Path

UV_VERSION = "0.13.9"
TIMEOUT_SECONDS = 60

# (system, machine) -> (platform tag, sha256); the Linux files are linked statically and serve every distribution
WHEELS = {
    ("linux", "x86_64"): (
        "musllinux_1_1_x86_64",
        "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    ),
    ("linux", "aarch64"): (
        "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
    ("darwin", "x86_64"): (
        "macosx_10_12_x86_64",
        "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    ),
    ("darwin", "aarch64"): (
        "macosx_11_0_arm64",
        "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    ),
}


class BootstrapError(Exception):
    """The environment cannot be made; the text says what to do."""


def find_or_fetch_uv(tools: Path, index: str, certificates: str | None) -> Path:
    """Give the path of a uv of the wanted version.

    Takes the copy in ``tools``, else one on the PATH, else fetches the wheel from ``index`` (the address of a simple
    index). Raises BootstrapError when there is no wheel for this machine, the index is out of reach, or the file is
    not the expected one.
    """
    kept = tools / f"uv-{UV_VERSION}" / "uv"
    if kept.is_file():
        return kept
    on_path = shutil.which("uv")
    if on_path and _version_of(on_path) == UV_VERSION:
        return Path(on_path)
    tag, digest = _wheel_for_this_machine()
    name = f"uv-{UV_VERSION}-py3-none-{tag}.whl"
    print(f"Fetching {name} from {without_password(index)} ...", flush=True)
    context = _tls(certificates)
    wheel = _download(_address_of(name, index, context), context)
    if hashlib.sha256(wheel).hexdigest() != digest:
        raise BootstrapError(
            f"{name} as served by {without_password(index)} is not the file that was published: its SHA-256 differs.\n"
            "Use another index (UV_DEFAULT_INDEX), or tell whoever runs this one."
        )
    return _unpack(wheel, kept)


def _version_of(uv: str) -> str:
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    except OSError:
        return ""
    found = re.match(r"uv (\d+\.\d+\.\d+)", answer.stdout)
    return found[1] if found else ""


def _wheel_for_this_machine() -> tuple[str, str]:
    system = sys.platform
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    try:
        return WHEELS[system, machine]
    except KeyError:
        raise BootstrapError(
            f"No uv wheel is known for {system} on {machine}. Install uv {UV_VERSION} by hand so that it is on the\n"
            "PATH (https://docs.astral.sh/uv/), and run the command again."
        ) from None


def _tls(certificates: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=certificates)
    except OSError as problem:
        raise BootstrapError(f"The certificates in {certificates} cannot be read: {problem}") from None


def _address_of(name: str, index: str, context: ssl.SSLContext) -> str:
    """The file's address, from the index page of uv in either form of the simple API (JSON or HTML)."""
    page_address = index.rstrip("/") + "/uv/"
    page = _download(page_address, context).decode("utf-8", "replace")
    links: list[str]
    if page.lstrip().startswith("{"):
        links = [entry["url"] for entry in json.loads(page)["files"] if entry["filename"] == name]
    else:
        links = re.findall(r'href="([^"]*/?' + re.escape(name) + r'[^"]*)"', page)
    if not links:
        raise BootstrapError(f"{without_password(index)} does not have {name}. Use another index (UV_DEFAULT_INDEX).")
    return urllib.parse.urldefrag(urllib.parse.urljoin(page_address, links[0])).url


def _download(address: str, context: ssl.SSLContext) -> bytes:
    accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5, */*;q=0.1"
    request = urllib.request.Request(without_password(address), headers={"Accept": accept})
    parts = urllib.parse.urlsplit(address)
    if parts.username:
        login = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=context) as answer:
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as answer:
        answer.close()
        raise _out_of_reach(address, f"it answers {answer.code} {answer.reason}") from None
    except OSError as problem:
        raise _out_of_reach(address, str(getattr(problem, "reason", problem))) from None


def _out_of_reach(address: str, reason: str) -> BootstrapError:
    return BootstrapError(
        f"{without_password(address)} is out of reach: {reason}\n"
        "Check the network, or set HTTPS_PROXY, UV_DEFAULT_INDEX (a mirror of pypi.org) or SSL_CERT_FILE (your\n"
        f"company's certificates). Or install uv {UV_VERSION} by hand so that it is on the PATH."
    )


def without_password(address: str) -> str:
    """The address without the login that it may carry: fit for a message."""
    parts = urllib.parse.urlsplit(address)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _unpack(wheel: bytes, kept: Path) -> Path:
    with zipfile.ZipFile(BytesIO(wheel)) as archive:
        binary = archive.read(f"uv-{UV_VERSION}.data/scripts/uv")
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_name(f"uv.{os.getpid()}")
    unfinished.write_bytes(binary)
    unfinished.chmod(0o755)
    unfinished.replace(kept)
    return kept

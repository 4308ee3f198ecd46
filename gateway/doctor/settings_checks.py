"""Looks at the settings: names that are almost one, secrets, the public address."""

import difflib
import os
import socket
import stat
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from gateway.doctor.finding import Finding, care, ill, well
from gateway.secrets import FOLDER
from gateway.settings import GROUPS, Settings
from gateway.settings.setting import settings_of
from gateway.settings.settings import is_loopback

ALIKE = 0.85
FOREIGN = ("PYTHON", "UV_", "PIP_", "LC_", "XDG_", "SSH_", "GIT_")


def check_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Names in the environment that look like a setting's and are none."""
    known = {setting.name for group in GROUPS.values() for _, setting in settings_of(group)}
    strangers = [name for name in environment if name.removesuffix("_FILE") not in known]
    for name in sorted(strangers):
        alike = difflib.get_close_matches(name.removesuffix("_FILE"), known, n=1, cutoff=ALIKE)
        if alike and not name.startswith(FOREIGN):
            yield care("settings", f"{name} is no setting. Did you mean {alike[0]}?")


def check_secrets(settings: Settings) -> Iterator[Finding]:
    """Secrets that the program made for itself can be read by its user only."""
    folder = settings.store.data_directory / FOLDER
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    open_ones = [file for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in open_ones:
        yield ill("secrets", f"{file} can be read by others. Run: chmod 600 {file}")
    if files and not settings.is_on_loopback:
        yield care("secrets", f"Those in {folder} are not used off loopback: secrets must be given.")
    if not open_ones:
        yield well("secrets", "They are there, and kept from others.")


def check_public_address(settings: Settings) -> Iterator[Finding]:
    """What is written into the WSDLs leads here, by a way that passwords may take."""
    parts = urlsplit(settings.public_url)
    host = parts.hostname or ""
    server = settings.server
    if not is_loopback(server.listen_host) and is_loopback(host):
        yield care(
            "public address",
            f"The program listens for others, but tells tills to call {settings.public_url}. Set PUBLIC_URL.",
        )
    try:
        socket.getaddrinfo(host, parts.port or 443)
    except OSError:
        yield care("public address", f"This machine does not know the name {host}; see that the tills do.")
    has_tls = parts.scheme == "https"
    if has_tls and not server.tls_certificate_path and not server.trusted_proxies:
        yield ill(
            "public address",
            "It says https, but nothing here can see that a call came by TLS: set TRUSTED_PROXIES to the addresses of "
            "the proxy in front (and let it send X-Forwarded-Proto), or TLS_CERTIFICATE_PATH and TLS_KEY_PATH.",
        )
    elif not has_tls and not settings.is_on_loopback and not settings.access.allow_insecure_auth:
        yield ill("public address", "Off loopback passwords are taken over TLS only: make PUBLIC_URL an https address.")
    elif settings.access.allow_insecure_auth:
        yield care("public address", "ALLOW_INSECURE_AUTH is on: passwords may cross the network in clear.")
    else:
        yield well("public address", f"{settings.public_url} is in the WSDLs.")


def current_environment() -> Mapping[str, str]:
    """The environment of this process."""
    return os.environ

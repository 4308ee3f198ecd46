"""All settings as one frozen value."""

import ipaddress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gateway.settings.access import AccessSettings
from gateway.settings.limits import LimitSettings
from gateway.settings.server import ServerSettings
from gateway.settings.store import StoreSettings
from gateway.settings.watching import WatchingSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, in groups; each is at its default unless the environment says otherwise."""

    server: ServerSettings = field(default_factory=ServerSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    watching: WatchingSettings = field(default_factory=WatchingSettings)

    @property
    def public_url(self) -> str:
        """Where tills reach the gateway, without a path and without a closing slash."""
        if self.server.public_url:
            return self.server.public_url
        host = self.server.listen_host
        scheme = "https" if self.server.tls_certificate_path else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.server.listen_port}"

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.store.database_url or f"sqlite:///{self.store.data_directory / 'loyalty.sqlite3'}"

    @property
    def sqlite_file(self) -> Path | None:
        """The file of an SQLite database; None for another kind of database, and for one without a file."""
        prefix, found, name = self.database_url.partition("sqlite:///")
        return Path(name) if found and not prefix and name and name != ":memory:" else None

    @property
    def is_on_loopback(self) -> bool:
        """Whether only this machine can call: both the listening and the public address are loopback."""
        return is_loopback(self.server.listen_host) and is_loopback(urlsplit(self.public_url).hostname or "")


GROUPS: dict[str, type[Any]] = {each.name: each.default_factory for each in fields(Settings)}  # type: ignore[misc]
"""The groups by their name in `Settings`."""


def is_loopback(host: str) -> bool:
    """Whether this host name or address is this machine's own; a name other than localhost is not looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

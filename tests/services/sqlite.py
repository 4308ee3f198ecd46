"""Throw-away SQLite databases: files that are copies of one migrated file."""

import shutil
from collections.abc import Callable
from pathlib import Path

from adapters.database.migrations import upgrade


class SQLiteTemplate:
    """A migrated database file that is made on first use and copied for each test."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def copy_to(self, directory: Path) -> str:
        """Copy the migrated database into the directory; give its SQLAlchemy address."""
        return self._copy("migrated", upgrade, directory)

    def copy_filled_to(self, directory: Path, name: str, fill: Callable[[str], object]) -> str:
        """The same with what `fill` puts there the first time, under this name."""

        def make(url: str) -> None:
            upgrade(url)
            fill(url)

        return self._copy(name, make, directory)

    def _copy(self, name: str, make: Callable[[str], object], directory: Path) -> str:
        file = self._directory / f"{name}.sqlite3"
        if not file.exists():
            make(f"sqlite:///{file}")
        for part in self._directory.glob(f"{file.name}*"):
            shutil.copy(part, directory / part.name.replace(name, "gateway", 1))
        return f"sqlite:///{directory / 'gateway.sqlite3'}"

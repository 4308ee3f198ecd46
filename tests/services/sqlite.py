"""Throw-away SQLite databases: files that are copies of one migrated file."""

import shutil
from pathlib import Path

from adapters.database.migrations import upgrade


class SQLiteTemplate:
    """A migrated database file that is made on first use and copied for each test."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._file = directory / "migrated.sqlite3"

    def copy_to(self, directory: Path) -> str:
        """Copy the migrated database into the directory; give its SQLAlchemy address."""
        if not self._file.exists():
            upgrade(f"sqlite:///{self._file}")
        for part in self._directory.glob("migrated.sqlite3*"):
            shutil.copy(part, directory / part.name.replace("migrated", "gateway"))
        return f"sqlite:///{directory / 'gateway.sqlite3'}"

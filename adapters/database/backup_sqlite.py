"""Backup and restore of an SQLite database by SQLite's own online backup.

A backup is one moment's state: its read transaction is held from the first page to the last, so that writers go on and
the copy never has to begin anew. A restore is one transaction on the target: killed half-way, the target is as before.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from adapters.database.backup_failed import BackupFailed
from adapters.database.backup_file import SQLITE_MARK, appearing, require_mark
from adapters.database.engine import Store, sqlite_module
from adapters.database.migrations import require_known
from adapters.database.store_errors import AWAY, DAMAGED

STEP_PAGES = 1_000

Advance = Callable[[str, int, int], None]


def back_up_sqlite(store: Store, file: Path, advance: Advance) -> None:
    """Copy the database into this file; raises `BackupFailed`, and the driver's own errors."""
    source = store.read_connections.lend()
    try:
        source.execute("BEGIN")
        # A transaction begins with its first look.
        source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        with appearing(file) as draft, closing(_connect(draft)) as target:
            try:
                _copy(source, target, advance)
                # One file, that needs no log beside it.
                target.execute("PRAGMA journal_mode = DELETE")
            except AWAY as error:
                raise BackupFailed(f"{file} can't be written: {error}.") from error
    finally:
        store.read_connections.discard(source)


def check_sqlite_backup(file: Path) -> None:
    """Read the file through, which is left as it is.

    Raises `BackupFailed` where it is no backup of this program, cut off or damaged, and `NewerSchema`.
    """
    require_mark(file, SQLITE_MARK, "SQLite")
    _require_whole(file)
    try:
        with closing(_connect(file)) as source:
            source.execute("PRAGMA query_only = ON")
            if not source.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]:
                raise BackupFailed(f"{file} is an SQLite database, but none of this program.")
            for (revision,) in source.execute("SELECT version_num FROM alembic_version").fetchall():
                require_known(revision, str(file))
            # Indexes too: with a wrong one, accounts and keys are there and are not found.
            (found,) = source.execute("PRAGMA integrity_check(1)").fetchone()
    except DAMAGED as error:
        found = str(error)
    if found != "ok":
        raise BackupFailed(f"{file} is damaged: {' '.join(found.split())}. Nothing was changed.")


def _require_whole(file: Path) -> None:
    # What is missing of the last page SQLite itself takes for zeros.
    with file.open("rb") as opened:
        header = opened.read(32)
    page_bytes, pages = int.from_bytes(header[16:18]), int.from_bytes(header[28:32])
    whole, has = (65_536 if page_bytes == 1 else page_bytes) * pages, file.stat().st_size
    if has < whole:
        raise BackupFailed(f"{file} is cut off: it has {has:,} of {whole:,} bytes. Nothing was changed.")


def restore_sqlite(store: Store, file: Path, advance: Advance, *, replace: bool) -> None:
    """Put this backup, which `check_sqlite_backup` found to be one, in the place of what is in the database.

    Raises `BackupFailed` where the database has something in it and `replace` is not set.
    """
    with _target(store) as target:
        if not replace and target.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            raise BackupFailed(f"{store.file} has tables in it; --replace puts the backup in their place.")
        try:
            _copy_backup(file, target, advance)
        except AWAY as error:
            raise BackupFailed(
                f"The backup can't be put into {store.file}: {error}. Nothing was changed. See that there is room, and that "
                "the gateways and workers of that database are stopped."
            ) from error
        except DAMAGED as error:
            raise BackupFailed(f"{file} can't be read to its end: {error}. Nothing was changed.") from error


def _copy_backup(file: Path, target: Any, advance: Advance) -> None:
    with closing(_connect(file)) as source:
        source.execute("PRAGMA query_only = ON")
        _copy(source, target, advance)


@contextmanager
def _target(store: Store) -> Iterator[Any]:
    connection = store.write_connections.lend()
    try:
        yield connection
    finally:
        store.write_connections.discard(connection)


def _connect(file: Path) -> Any:
    connection = sqlite_module().connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _copy(source: Any, target: Any, advance: Advance) -> None:
    def told(_status: int, left: int, total: int) -> None:
        advance("pages", total - left, total)

    source.backup(target, pages=STEP_PAGES, progress=told)

"""Backup and restore of the database that the settings name, of either kind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.database.backup_failed import BackupFailed
from adapters.database.backup_postgresql import back_up_postgresql, restore_postgresql
from adapters.database.backup_sqlite import back_up_sqlite, check_sqlite_backup, restore_sqlite
from adapters.database.engine import Store
from adapters.database.migrations import is_current
from adapters.database.store_errors import store_errors
from gateway.settings import Settings
from gateway.start_refused import StartRefused, newer_refused
from gateway.wiring import open_safely, require_sqlite_file

Advance = Callable[[str, int, int], None]


def back_up(settings: Settings, file: Path, advance: Advance, *, replace: bool) -> None:
    """Write the database into this file, readable by this user only.

    Raises `StartRefused`, where the file is there already and may not be replaced too, and `StoreUnavailable`.
    """
    require_sqlite_file(settings)
    _refuse_database(settings, file)
    if file.exists() and not replace:
        raise StartRefused(f"{file} is there already; add --replace to overwrite it.")
    with _opened(settings) as store:
        (back_up_sqlite if store.is_sqlite else back_up_postgresql)(store, file, advance)


def restore(settings: Settings, file: Path, advance: Advance, *, replace: bool) -> bool:
    """Put the backup in this file into the database; returns whether its schema is the newest one.

    Raises `StartRefused`, where there is something in the database that may not be replaced too, and for a backup of a
    newer program; and `StoreUnavailable`.
    """
    _refuse_database(settings, file)
    if settings.sqlite_file:
        # First, as the database is made by opening it.
        with _told():
            check_sqlite_backup(file)
        settings.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
    with _opened(settings) as store:
        (restore_sqlite if store.is_sqlite else restore_postgresql)(store, file, advance, replace=replace)
        with store.reads.connect() as connection:
            return is_current(connection)


def _refuse_database(settings: Settings, file: Path) -> None:
    """Raise `StartRefused` for a file that the embedded database lives in: a gateway would go on writing to the old one."""
    place = settings.sqlite_file.resolve() if settings.sqlite_file else None
    if place and file.resolve() in {place.with_name(place.name + end) for end in ("", "-wal", "-shm", "-turn")}:
        raise StartRefused(f"{file} belongs to the database itself; name another file.")


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    store = open_safely(settings)
    try:
        with _told(), store_errors():
            yield store
    finally:
        store.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        with newer_refused():
            yield
    except BackupFailed as failed:
        raise StartRefused(str(failed)) from failed

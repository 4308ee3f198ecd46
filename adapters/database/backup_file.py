"""The file of a backup: it appears when it is whole and on the disk, and belongs to this user only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from adapters.database.backup_failed import BackupFailed

SQLITE_MARK = b"SQLite format 3\0"
POSTGRESQL_MARK = b"PGDMP"


@contextmanager
def appearing(file: Path) -> Iterator[Path]:
    """The path of a draft, which takes the place of `file` when the block ends well and is removed when it doesn't."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield draft
        _sync(draft)
        draft.replace(file)
        _sync(file.parent)
    except OSError as error:
        raise BackupFailed(f"{file} can't be written: {error.strerror}.") from error
    finally:
        # Where nothing can be written, nothing can be removed.
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def require_mark(file: Path, mark: bytes, kind: str) -> None:
    """Raise `BackupFailed` unless the file begins as a backup of this kind of database does."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(SQLITE_MARK))
    except OSError as error:
        raise BackupFailed(f"{file} can't be read: {error.strerror}.") from error
    if begins.startswith(mark):
        return
    other = {SQLITE_MARK: "SQLite", POSTGRESQL_MARK: "PostgreSQL"}
    found = [name for begin, name in other.items() if begins.startswith(begin)]
    what = f"a backup of a {found[0]} database" if found else "no backup that this program made"
    raise BackupFailed(f"{file} is {what}; DATABASE_URL names a {kind} database.")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

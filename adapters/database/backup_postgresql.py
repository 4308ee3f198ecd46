"""Backup and restore of a PostgreSQL database by its own pg_dump and pg_restore."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from adapters.database.backup_failed import BackupFailed
from adapters.database.backup_file import POSTGRESQL_MARK, appearing, require_mark
from adapters.database.engine import Store
from adapters.database.migrations import require_known
from adapters.database.unit_of_work import UnitOfWork

POLL_SECONDS = 0.2

Advance = Callable[[str, int, int], None]

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"""
# A transaction number of another server lies ahead of this one's, and its events would wait for it to come round.
_EVENTS_OF_NOW = """
UPDATE outbox SET transaction_number = pg_current_xact_id()::text::bigint
WHERE transaction_number > pg_current_xact_id()::text::bigint"""


def back_up_postgresql(store: Store, file: Path, advance: Advance) -> None:
    """Write the database as it stands at one moment into this file; raises `BackupFailed`."""
    # It is given the open file: by the name, a pg_dump that outlives a stop could make the draft anew.
    with appearing(file) as draft, draft.open("wb") as opened:
        _run(store, "pg_dump", ["--format=custom"], lambda: advance("bytes", _size(draft), 0), opened)


def restore_postgresql(store: Store, file: Path, advance: Advance, *, replace: bool) -> None:
    """Put this backup in the place of what is in the database, in one transaction.

    Raises `BackupFailed` where the file is no backup, the database has something in it and `replace` is not set, or it has
    tables that the backup has not; and `NewerSchema`.
    """
    require_mark(file, POSTGRESQL_MARK, "PostgreSQL")
    with store.reads.connect() as connection:
        has_tables = set(connection.exec_driver_sql(_TABLES).scalars())
    if has_tables and not replace:
        raise BackupFailed("The database has tables in it; --replace puts the backup in their place.")
    if more := sorted(has_tables - _tables_of(file)):
        raise BackupFailed(
            f"The database has tables that the backup has not ({', '.join(more)}): they would stay, and no migration could "
            "make them later. Restore into an empty database, and use that one from then on."
        )
    how = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    how += ["--clean", "--if-exists"] if has_tables else []
    # A lock of a gateway that still serves would be waited for without an end.
    _run(store, "pg_restore", [*how, str(file)], lambda: advance("restoring", 0, 0))
    unit_of_work = UnitOfWork(store)
    with unit_of_work.transaction() as connection:
        connection.exec_driver_sql(_EVENTS_OF_NOW)
    with store.writes.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def _tables_of(file: Path) -> set[str]:
    """The tables in the backup; raises `BackupFailed`, and `NewerSchema` for a schema that this program doesn't know."""
    said = _read(file, "--list")
    tables = set(re.findall(r"^\d+; \d+ \d+ TABLE public (\S+) ", said, re.MULTILINE))
    if "alembic_version" not in tables:
        raise BackupFailed(f"{file} is a backup of a PostgreSQL database, but of none of this program.")
    rows = re.search(r"^COPY .*;\n(.*)\n", _read(file, "--data-only", "--table=alembic_version"), re.MULTILINE)
    require_known(rows.group(1) if rows else None, str(file))
    return tables


def _read(file: Path, *how: str) -> str:
    command = [str(_find("pg_restore")), *how, "--file=-", str(file)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - PostgreSQL's own program
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupFailed(f"pg_restore failed; nothing was changed. It says: {' '.join(lines[-3:])}")
    return done.stdout.decode(errors="replace")


def _run(
    store: Store, program: str, arguments: list[str], tell: Callable[[], None], output: IO[bytes] | None = None
) -> None:
    url = store.url.set(drivername="postgresql")
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10", "PGOPTIONS": "-c lock_timeout=60s"}
    if url.password:
        # Not on the command line, where every user of the machine can read it.
        environment["PGPASSWORD"] = str(url.password)
        url = url.set(password=None)
    command = [str(_find(program)), f"--dbname={url.render_as_string(hide_password=False)}", *arguments]
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(command, env=environment, stdout=output, stderr=said)  # noqa: S603 - PostgreSQL's own program
        try:
            while _runs(running):
                tell()
        finally:
            running.kill()
            running.wait()
        if running.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            raise BackupFailed(f"{program} failed; nothing was changed. It says: {' '.join(lines[-3:])}")


def _runs(running: subprocess.Popen[bytes]) -> bool:
    try:
        running.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _find(program: str) -> Path:
    """The newest of Debian's versions, as an older one refuses a newer server; else the one on the PATH."""
    debian = list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    if debian:
        return max(debian, key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))])
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} is not installed: apt-get install postgresql-client")
    return Path(found)

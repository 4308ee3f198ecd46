"""Looks at the database: whether it answers and is safe, its schema, its clock, and the disk under it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from adapters.database.engine import Store
from adapters.database.store_facts import StoreFacts, read_store_facts
from domain.clock import Clock
from gateway.doctor.finding import Finding, care, ill, well
from gateway.settings import Settings
from gateway.start_refused import StartRefused
from gateway.wiring import MIGRATE, open_safely, require_newest_schema

MOUNTS = Path("/proc/self/mounts")
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.rclone"}
)
LEAST_FREE_BYTES = 500 * 1024 * 1024
CLOCK_SPREAD_SECONDS = 2.0


def check_store(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Everything about the database that can be seen from here."""
    if settings.sqlite_file:
        yield from check_file(settings.sqlite_file, MOUNTS)
        if not settings.sqlite_file.exists():
            yield ill("database", f"There is none at {settings.sqlite_file}. {MIGRATE} (or loyalty-gateway up, a demo)")
            return
    try:
        store = open_safely(settings)
    except StartRefused as refused:
        yield ill("database", str(refused))
        return
    try:
        yield from _check_open_store(settings, store, clock)
    finally:
        store.close()


def check_file(file: Path, mounts: Path) -> Iterator[Finding]:
    """Whether an SQLite file lies on a disk of this machine, with room on it."""
    folder = next(each for each in (file.resolve(), *file.resolve().parents) if each.exists())
    kind = file_system_of(folder, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        yield ill(
            "disk",
            f"{file} lies on a network file system ({kind}), where SQLite's locks can't be relied on: points can be "
            "lost. Set DATA_DIRECTORY to a local disk, or use PostgreSQL.",
        )
    elif shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        yield care("disk", f"Less than 500 MB are left where {file} lies.")
    else:
        yield well("disk", f"{file} lies on a local disk with room.")


def file_system_of(folder: Path, mounts: Path) -> str:
    """The kind of file system that a folder lies on; empty where this system does not tell."""
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    # The kernel writes a space in a path as \040. The last of equal mounts is the one on top.
    known = {Path(point.replace("\\040", " ")): kind for _, point, kind, *_ in lines}
    return next((known[above] for above in (folder, *folder.parents) if above in known), "")


def _check_open_store(settings: Settings, store: Store, clock: Clock) -> Iterator[Finding]:
    facts = read_store_facts(store)
    yield well("database", f"It answers, and keeps what it acknowledges ({facts.product}).")
    if store.is_sqlite and settings.server.processes > 1:
        yield care(
            "database", "PROCESSES is over 1 on SQLite: they take turns to write. PostgreSQL gains from several."
        )
    try:
        require_newest_schema(store)
    except StartRefused as refused:
        yield ill("migrations", str(refused))
        return
    yield well("migrations", "The database is at the newest schema.")
    yield from _check_clock(facts, clock)


def _check_clock(facts: StoreFacts, clock: Clock) -> Iterator[Finding]:
    now = clock.now()
    off = abs((facts.now - now).total_seconds()) if facts.now else 0.0
    if off > CLOCK_SPREAD_SECONDS:
        yield ill("clock", f"This machine and the database are {off:.0f} seconds apart. Set both by NTP.")
    elif facts.newest_movement_at and facts.newest_movement_at > now:
        yield ill("clock", "The newest movement is in the future of this machine's clock. Set the clock by NTP.")
    else:
        yield well("clock", f"It is {now:%Y-%m-%d %H:%M:%S} UTC; nothing says otherwise.")

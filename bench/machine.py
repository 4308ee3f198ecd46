"""What a figure was measured on: it means little without."""

import os
import platform
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from adapters.database.engine import Store, sqlite_module

LIBRARIES = ("spyne", "lxml", "flask", "marshmallow", "granian", "sqlalchemy", "psycopg")
SYNC_TRIES = 50


def machine(*more: str) -> dict[str, str]:
    """Cores, processor, Python and library versions (those of `more` packages too), and the date in UTC."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        **dict(_versions((*LIBRARIES, *more))),
        "sqlite": str(sqlite_module().sqlite_version),
    }


def database_version(store: Store) -> str:
    """The engine of an open store, and its version."""
    if store.is_sqlite:
        return f"SQLite {sqlite_module().sqlite_version}"
    with store.reads.connect() as connection:
        return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"


def sync_microseconds(directory: Path) -> float:
    """What one fsync of a few written bytes costs in this directory (median): what every commit waits for."""
    path = directory / "sync-probe"
    times = []
    with path.open("wb", buffering=0) as file:
        for _ in range(SYNC_TRIES):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    path.unlink()
    return median(times) * 1e6


def command_line() -> str:
    """The command that is running, as a person would type it."""
    module = (sys.modules["__main__"].__spec__ or sys.modules["bench"].__spec__).name  # type: ignore[union-attr]
    return " ".join(["python -m", module.removesuffix(".__main__"), *sys.argv[1:]])


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _versions(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue

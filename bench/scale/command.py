"""Measures each operation on populations of several sizes, one after the other."""

import os
import time
from pathlib import Path
from random import Random
from statistics import median

import click

from adapters.database.engine import Store, open_store
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from bench.books import check_books
from bench.load.server import run_gateway
from bench.machine import command_line, database_version, machine
from bench.progress import Progress
from bench.results import keep
from bench.scale.cases import Case, cases
from bench.scale.listening import Listener, scans_in
from bench.statistics import quantiles_of
from bench.table import markdown_table
from bench.wrong import Wrong
from gateway.demo_issuer import DEMO_PROGRAMME

HEADINGS = ("operation", "customers", "median ms", "p99 ms", "growth")
Measured = dict[str, dict[int, list[float]]]
"""Milliseconds of every call, by operation and by the number of customers."""


@click.command()
@click.option("--customers", "sizes", multiple=True, required=True, type=int, help="A size; give it again for another.")
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Where SQLite databases are kept.")
@click.option("--server", help="Address of a PostgreSQL server, with databases scale_N that are there and empty.")
@click.option("--calls", default=300, show_default=True, help="How often each operation is called.")
@click.option("--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed.")
def command(sizes: tuple[int, ...], folder: Path, server: str | None, calls: int, *, keeps: bool) -> None:
    r"""Measure searches, enquiries and updates in the database at several sizes; print how each grows, and its plans.

    A database that is not there is made by `demo --customers N`, and kept: the next run takes it as it is. A time is
    that of all statements of one call, driver included, without HTTP and without the domain; an update's is whole. The
    figures are no good while the machine does other things too. A plan with a sequential scan ends it.

    \b
    Examples:
      python -m bench.scale --customers 10000 --customers 1000000 --folder /var/tmp/scale
      python -m bench.scale --customers 10000 --customers 1000000 --folder /var/tmp/scale --server postgresql://me@db
    """
    measured: Measured = {}
    plans: list[str] = []
    facts = machine()
    for size in sorted(sizes):
        store = _store(folder, server, size)
        try:
            facts["database"] = database_version(store)
            measure(store, size, calls, measured, plans)
        finally:
            store.close()
    text = markdown_table(HEADINGS, list(rows_of(measured)))
    print(f"\n{text}\n\n" + "\n\n".join(plans))
    name = "scale-postgresql" if server else "scale-sqlite"
    page = keep(name, "Growth", command_line(), facts, f"{text}\n\n" + _quoted(plans), measured, is_committed=keeps)
    print(f"\nWritten to {page}")


def measure(store: Store, size: int, calls: int, measured: Measured, plans: list[str]) -> None:
    """Call every operation; `plans` are those of this store in the end. Raises `Wrong`."""
    listener = Listener(store)
    programme = DatabaseProgrammes(Reader(store)).by_code(DEMO_PROGRAMME)
    if programme is None:
        raise Wrong("There is no demo in the database.")
    found = cases(store, listener, programme, size)
    progress = Progress(len(found))
    plans.clear()
    for case in found:
        progress.step(f"{size:,} customers, {case.name}")
        listener.heard.clear()
        measured.setdefault(case.name, {})[size] = _times(case, listener, size, calls)
        for plan in listener.plans():
            plans.append(f"{case.name}, {size:,} customers:\n{plan}")
            if scans_in(plan):
                raise Wrong(f"{case.name} reads a whole table:\n{plan}")
    progress.end()
    if size <= 100_000:
        check_books(store)


def rows_of(measured: Measured) -> list[tuple[str, ...]]:
    """The rows of the table; growth is the median over that of the smallest size."""
    rows: list[tuple[str, ...]] = []
    for name, by_size in measured.items():
        least = median(by_size[min(by_size)])
        for size, times in by_size.items():
            found = quantiles_of(times)
            growth = "" if size == min(by_size) else f"{found.p50 / least:.2f}"
            rows.append((name, f"{size:,}", f"{found.p50:.3f}", f"{found.p99:.3f}", growth))
    return rows


def _times(case: Case, listener: Listener, size: int, calls: int) -> list[float]:
    random = Random(case.name)  # noqa: S311 - draws customers
    times = []
    for number in range(calls + calls // 10):
        place = random.randrange(size)
        listener.seconds, began = 0.0, time.perf_counter()
        case.call(place)
        whole = time.perf_counter() - began
        if number >= calls // 10:
            times.append((listener.seconds or whole) * 1000)
    return times


def _store(folder: Path, server: str | None, size: int) -> Store:
    place = folder / (f"postgresql-{size}" if server else f"sqlite-{size}")
    place.mkdir(parents=True, exist_ok=True)
    url = f"{server.rstrip('/')}/scale_{size}" if server else f"sqlite:///{place.resolve() / 'scale.sqlite3'}"
    settings = {"DATABASE_URL": url, "DATA_DIRECTORY": str(place), "PATH": os.environ["PATH"]}
    run_gateway(["migrate"], settings)
    store = open_store(url)
    if not Reader(store).rows("SELECT id FROM customer LIMIT 1"):
        store.close()
        print(f"Making {size:,} customers ...")
        run_gateway(["demo", "--customers", str(size)], settings)
        store = open_store(url)
    return store


def _quoted(plans: list[str]) -> str:
    return "## Plans\n\n```\n" + "\n\n".join(plans) + "\n```"

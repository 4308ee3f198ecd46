"""Measures each operation on populations of several sizes, one after the other."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from bench.books import check_books
from bench.load.server import GATEWAY, run_gateway, served
from bench.machine import command_line, database_version, machine
from bench.progress import Progress
from bench.results import RESULTS, keep
from bench.scale.database_cases import database_cases
from bench.scale.figures import kept_of, merged, page_text
from bench.scale.http_cases import Till, http_cases
from bench.scale.listening import Listener
from bench.scale.measure import measure
from bench.scale.name_cases import TERMS, matches
from bench.scale.population import give_phones, read_population

BOOKS_LIMIT = 100_000
"""Up to so many customers the books are proven after the updates; `verify` does it at any size."""


@click.command()
@click.option("--customers", "sizes", multiple=True, required=True, type=int, help="A size; give it again for another.")
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Where SQLite databases are kept.")
@click.option("--server", help="Address of a PostgreSQL server, with databases scale_N that are there and empty.")
@click.option("--calls", default=300, show_default=True, help="How often each operation is called.")
@click.option("--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed.")
def command(sizes: tuple[int, ...], folder: Path, server: str | None, calls: int, *, keeps: bool) -> None:
    r"""Measure searches, enquiries and updates at several sizes, in the database and over HTTP; print how each grows.

    A database that is not there is made by `demo --customers N`, and kept: the next run takes it as it is. Sizes that an
    earlier run has measured stay on the page beside those of this one. Each operation is called for a hundred customers
    from all over the population: "first ms" is the median of the first calls, which find them in whatever memory or disk
    they are in, and the others are of the calls after it. Of a search in the database, the page and its capped total
    count together. "touched" are the rows looked at, on SQLite the steps of its machine. The figures are no good while
    the machine does other things too. A plan that reads a whole table ends the run.

    \b
    Examples:
      python -m bench.scale --customers 10000 --customers 1000000 --folder /var/tmp/scale
      python -m bench.scale --customers 10000 --customers 1000000 --folder /var/tmp/scale --server postgresql://me@db
      python -m bench.scale --customers 10000000 --folder /var/tmp/scale --server postgresql://me@db --keep
    """
    name = "scale-postgresql" if server else "scale-sqlite"
    page = (RESULTS if keeps else RESULTS / "latest") / f"{name}.md"
    measured: dict[int, Mapping[str, Any]] = {}
    for size in sorted(sizes):
        with _database(folder, server, size) as (store, settings):
            measured[size] = measure_size(store, settings, folder / f"{name}-{size}.log", size, calls)
    sizes_of_all = merged(page, measured)
    text = page_text(sizes_of_all)
    print(f"\n{text}")
    kept = keep(name, "Growth", command_line(), machine(), text, sizes_of_all, is_committed=keeps)
    print(f"\nWritten to {kept}")


def measure_size(store: Store, settings: Mapping[str, str], log: Path, size: int, calls: int) -> dict[str, Any]:
    """What is kept of this size; raises `Wrong` for a wrong answer, and for a plan that reads a whole table."""
    population = read_population(store, size)
    give_phones(population)
    listener = Listener(store)
    found = list(database_cases(population, listener))
    served_program = served((GATEWAY, "serve"), {**settings, "PROCESSES": "1"}, log)
    with served_program as server, closing(Till(server.address)) as till:
        found += http_cases(population, till)
        progress = Progress(len(found))
        plans: list[str] = []
        figures = []
        for case in found:
            progress.step(f"{size:,} customers, {case.title}")
            figures.append(measure(case, listener, len(population.drawn), calls, plans))
        progress.end()
    if size <= BOOKS_LIMIT:
        check_books(store)
    facts = machine() | {"database": database_version(store)}
    return kept_of(figures, plans, {name: matches(population, term) for name, term in TERMS.items()}, facts)


@contextmanager
def _database(folder: Path, server: str | None, size: int) -> Iterator[tuple[Store, Mapping[str, str]]]:
    """The population of this size, made if it is not there, and the settings to serve it by."""
    place = folder / (f"postgresql-{size}" if server else f"sqlite-{size}")
    place.mkdir(parents=True, exist_ok=True)
    url = f"{server.rstrip('/')}/scale_{size}" if server else f"sqlite:///{place.resolve() / 'scale.sqlite3'}"
    settings = {"DATABASE_URL": url, "DATA_DIRECTORY": str(place.resolve()), "PATH": os.environ["PATH"]}
    run_gateway(["migrate"], settings)
    if not _has_customers(url):
        print(f"Making {size:,} customers ...")
        run_gateway(["demo", "--customers", str(size)], settings)
    store = open_store(url)
    try:
        yield store, settings
    finally:
        store.close()


def _has_customers(url: str) -> bool:
    store = open_store(url)
    try:
        found: Sequence[Any] = Reader(store).rows("SELECT id FROM customer LIMIT 1")
        return bool(found)
    finally:
        store.close()

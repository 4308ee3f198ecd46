"""Measures each operation on populations of several sizes, in turn."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from bench.load.server import run_gateway
from bench.machine import command_line, machine
from bench.results import RESULTS, keep
from bench.scale.figures import merged, page_text
from bench.scale.measure import measure_in_turn
from bench.scale.place import scale_place


@click.command()
@click.option("--customers", "sizes", multiple=True, required=True, type=int, help="A size; give it again for another.")
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Where SQLite databases are kept.")
@click.option("--server", help="Address of a PostgreSQL server, with databases scale_N that are there and empty.")
@click.option("--calls", default=300, show_default=True, help="How often each operation is called.")
@click.option("--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed.")
def command(sizes: tuple[int, ...], folder: Path, server: str | None, calls: int, *, keeps: bool) -> None:
    r"""Measure searches, enquiries and updates at several sizes, in the database and over HTTP; print how each grows.

    A database that is not there is made by `demo --customers N`, and kept: the next run takes it as it is. Sizes that an
    earlier run has measured stay on the page beside those of this one; a machine's pace changes, so what is compared is
    best measured in one run, where each operation is called at all sizes in turn. It is called for a hundred customers
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
    with ExitStack() as stack:
        places = []
        for size in sorted(sizes):
            store, settings = stack.enter_context(_database(folder, server, size))
            log = folder / f"{name}-{size}.log"
            places.append(stack.enter_context(scale_place(store, settings, log, size)))
        measure_in_turn(places, calls)
        measured = {place.size: place.kept() for place in places}
    sizes_of_all = merged(page, measured)
    text = page_text(sizes_of_all)
    print(f"\n{text}")
    kept = keep(name, "Growth", command_line(), machine(), text, sizes_of_all, is_committed=keeps)
    print(f"\nWritten to {kept}")


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

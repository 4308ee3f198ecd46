"""Measures the application in Granian, gunicorn and uWSGI, and prints their ratios."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bench.load import wrk
from bench.machine import command_line, machine
from bench.results import keep, page_of
from bench.run import Run
from bench.servers.candidates import MISSING, are_installed, candidates
from bench.servers.run import run_all
from bench.wrong import Wrong


@click.command()
@click.option("--seconds", default=2, show_default=True, help="How long wrk calls each operation in each round.")
@click.option("--rounds", default=3, show_default=True, help="How often all are called in turn; medians are shown.")
@click.option("--connections", default=16, show_default=True, help="Connections that wrk keeps open.")
@click.option("--processes", type=int, help="Processes of each server; by default one for each core.")
@click.option(
    "--threads",
    type=int,
    multiple=True,
    default=(32, 4),
    show_default=True,
    help="Threads of each process; repeatable.",
)
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(
    seconds: int, rounds: int, connections: int, processes: int | None, threads: Sequence[int], *, keeps: bool
) -> None:
    r"""Measure the same application in Granian (as the product is served), gunicorn (gthread) and uWSGI.

    Each has as many processes and threads, over the same new SQLite file. wrk calls enquiry and update over SOAP and
    REST, one server right after the other; the ratio is the rate over Granian's with the first number of threads.

    \b
    Examples:
      python -m bench.servers                            about 5 minutes, after: make env GROUP=bench
      python -m bench.servers --threads 8 --rounds 5
      python -m bench.servers --seconds 1 --rounds 1     a quick look
    """
    if not wrk.is_installed():
        raise click.ClickException(wrk.MISSING)
    if not are_installed():
        raise click.ClickException(MISSING)
    with tempfile.TemporaryDirectory(prefix="loyalty-bench-") as place:
        folder = Path(place)
        url, count = f"sqlite:///{folder / 'bench.sqlite3'}", processes or os.cpu_count() or 1
        run = Run(folder, url, rounds=rounds, seconds=seconds, connections=connections, processes=count)
        try:
            figures = run_all(run, candidates(count, threads))
        except Wrong as wrong:
            raise click.ClickException(f"{wrong} No figure is printed.") from wrong
    facts = {**machine("gunicorn", "pyuwsgi"), **figures.facts}
    title = f"The application in several servers, on {facts['database']}"
    print(page_of(title, command_line(), facts, figures.text))
    page = keep("servers", title, command_line(), facts, figures.text, figures.rounds, is_committed=keeps)
    print(f"Written to {page}, and every round to {page.with_suffix('.json')}")

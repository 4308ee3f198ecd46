"""Measures the running program beside a bare Flask and a bare Spyne, and prints the ratios."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from bench.load import wrk
from bench.machine import command_line, machine
from bench.postgresql import throw_away_database
from bench.results import keep, page_of
from bench.run import Figures, Run, run_all
from bench.wrong import Wrong


@click.command()
@click.option("--seconds", default=1, show_default=True, help="How long wrk calls each operation in each round.")
@click.option("--rounds", default=7, show_default=True, help="How often all are called in turn; medians are shown.")
@click.option("--connections", default=16, show_default=True, help="Connections that wrk keeps open.")
@click.option("--processes", type=int, help="Processes of each server; by default 1, on PostgreSQL one for each core.")
@click.option("--database-url", help="Measure on this database, which must be empty; by default a new SQLite file.")
@click.option("--postgresql", is_flag=True, help="Measure on a throw-away PostgreSQL server of its own.")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(
    seconds: int,
    rounds: int,
    connections: int,
    processes: int | None,
    database_url: str | None,
    *,
    postgresql: bool,
    keeps: bool,
) -> None:
    r"""Measure balance enquiry, balance update and name search over SOAP and over REST.

    The gateway is started as a user starts it, over a new database with demo data and 2,000 imported customers; beside it run a bare Flask and a bare Spyne that
    say hello to requests of the same size, in the same server with as many processes and threads. wrk calls them in
    turn, round after round, on 127.0.0.1. The last column is what counts: the rate over its yardstick's, round by
    round. Rates of two runs can't be compared where the machine does other things too.

    Answers are looked at in every round, and in the end the books must hold every update that was answered: if
    anything is wrong, there is no figure.

    \b
    Examples:
      python -m bench                          on SQLite, under 3 minutes
      python -m bench --postgresql             on a throw-away PostgreSQL
      python -m bench --rounds 2 --seconds 1   a quick look
    """
    if not wrk.is_installed():
        raise click.ClickException(wrk.MISSING)
    with ExitStack() as stack:
        if postgresql:
            database_url = stack.enter_context(throw_away_database())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loyalty-bench-")))
        url = database_url or f"sqlite:///{folder / 'bench.sqlite3'}"
        is_told = processes is not None
        processes = processes or (1 if url.startswith("sqlite") else os.cpu_count() or 1)
        run = Run(folder, url, rounds=rounds, seconds=seconds, connections=connections, processes=processes)
        try:
            figures = run_all(run)
        except Wrong as wrong:
            raise click.ClickException(f"{wrong} No figure is printed.") from wrong
    _print(figures, f"-{processes}-processes" if is_told else "", keeps=keeps)


def _print(figures: Figures, suffix: str, *, keeps: bool) -> None:
    facts = {**machine(), **figures.facts}
    name = ("postgresql" if "PostgreSQL" in facts["database"] else "sqlite") + suffix
    title = f"The running program on {facts['database']}"
    print(page_of(title, command_line(), facts, figures.text))
    page = keep(name, title, command_line(), facts, figures.text, figures.rounds, is_committed=keeps)
    print(f"Written to {page}, and every round to {page.with_suffix('.json')}")

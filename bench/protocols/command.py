"""Measures both protocols beside their peers, and prints the ratios."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bench.machine import command_line, machine
from bench.protocols.programs import PEERS, WRK, Program, install, install_node_packages
from bench.protocols.run import run_all
from bench.results import keep, page_of
from bench.run import Run
from bench.wrong import Wrong


@click.command()
@click.option("--seconds", default=3, show_default=True, help="How long wrk calls each operation in each round.")
@click.option("--rounds", default=3, show_default=True, help="How often all are called in turn; medians are shown.")
@click.option("--connections", default=16, show_default=True, help="Connections that wrk keeps open.")
@click.option("--processes", type=int, help="Processes of each server; by default one for each core.")
@click.option("--install", "installs", is_flag=True, help="Install by apt-get what is missing (as root).")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(seconds: int, rounds: int, connections: int, processes: int | None, *, installs: bool, keeps: bool) -> None:
    r"""Measure our enquiry, search page and update over SOAP and REST beside the same in other languages.

    Ours are the whole program over a new SQLite file, with authentication. Beside it answer a constant: a bare Spyne, a
    bare Flask, a hand-built WSGI application on lxml, the npm package soap in a cluster, and PHP's SoapServer behind
    nginx; PHP also repeats the enquiry's own SELECT on the same file. Updates stand beside the same statements in a
    loop, without a server. wrk calls all in turn, round after round, on 127.0.0.1; ratios are taken within each round.

    A peer that is not installed is left out, and the run says so. Answers are looked at in every round, and in the end
    the books must hold every update that was answered: if anything is wrong, there is no figure.

    \b
    Examples:
      python -m bench.protocols                          about 5 minutes
      python -m bench.protocols --install                with the peers' Debian packages installed first
      python -m bench.protocols --rounds 1 --seconds 1   a quick look
    """
    peers = _peers(installs=installs)
    with tempfile.TemporaryDirectory(prefix="loyalty-bench-") as place:
        folder = Path(place)
        url, count = f"sqlite:///{folder / 'bench.sqlite3'}", processes or os.cpu_count() or 1
        run = Run(folder, url, rounds=rounds, seconds=seconds, connections=connections, processes=count)
        try:
            figures = run_all(run, peers)
        except Wrong as wrong:
            raise click.ClickException(f"{wrong} No figure is printed.") from wrong
    facts = {**machine(), **figures.facts}
    title = f"Both protocols and their peers on {facts['database']}"
    text = "\n\n".join([*_left_out(peers), figures.text])
    print(page_of(title, command_line(), facts, text))
    page = keep("protocols", title, command_line(), facts, text, figures.rounds, is_committed=keeps)
    print(f"Written to {page}, and every round to {page.with_suffix('.json')}")


def _peers(*, installs: bool) -> Sequence[Program]:
    """The peers that are here, after installing what is missing where that is asked for."""
    missing = [program for program in (WRK, *PEERS) if not program.is_installed()]
    if installs and missing:
        install(missing)
    if not WRK.is_installed():
        raise click.ClickException(f"wrk is not installed: {WRK.how_to}, or add --install")
    found = [program for program in PEERS if program.is_installed()]
    for line in _left_out(found):
        click.echo(line, err=True)
    if any(program.name.startswith("Node") for program in found):
        install_node_packages()
    return found


def _left_out(found: Sequence[Program]) -> list[str]:
    return [
        f"{program.name} is left out, as it is not installed: {program.how_to}, or add --install."
        for program in PEERS
        if program not in found
    ]

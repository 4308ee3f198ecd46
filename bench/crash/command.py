"""Runs the parts of the crash test one after the other."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bench.crash.parts import Sizes, parts_of
from bench.crash.planted_gateway import BUGS
from bench.crash.report import Report
from bench.machine import command_line, machine
from bench.results import keep
from gateway.cli._progress import progress_bar


@click.command()
@click.option("--updates", default=10_000, show_default=True, help="Updates while processes are killed.")
@click.option("--kills", default=100, show_default=True, help="Kills, spread over the updates.")
@click.option("--images", default=200, show_default=True, help="Crash images that are opened.")
@click.option("--operations", default=50_000, show_default=True, help="Operations of each storm.")
@click.option("--steps", default=10_000, show_default=True, help="Steps of each state machine, at least.")
@click.option("--only", multiple=True, help="Only this part; may be given several times.")
@click.option(
    "--planted", type=click.Choice(sorted(BUGS)), default=None, help="Plant this bug first: it must be caught."
)
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the report to bench/results/, to be committed; else to latest/ in it."
)
def command(only: tuple[str, ...], planted: str | None, *, keeps: bool, **sizes: Any) -> None:
    r"""Stage crashes, and hold the books to what they must be after each.

    \b
    kills-sqlite, kills-postgresql   updates over SOAP and REST, by tills that send until they are answered, while
                                     every kind of process is killed: acknowledged = entries = balances = events
    images                           on SQLite, by the system's calls: no answer before the sync; and the database as
                                     a crash could have left it at each sync and answer, opened and verified
    storm-sqlite, storm-postgresql   transfers, sales, holds, reversals, merges and resends by several writers, while
                                     readers sum in snapshots: every sum constant, every history in sequence, every
                                     hold covered, every resend the first answer
    machine                          the rules of the ledger as a state machine, in any order
    tickets                          purchases, returns, claims, reviews, payments, holds, expiry, tiers and a worker as a
                                     state machine on SQLite: at every step what the plain rules say, for every read

    The exit code is 1 where anything was lost, done twice or left half-done. At full length it takes a quarter of an
    hour and both cores.

    \b
    Examples:
      python -m bench.crash
      python -m bench.crash --only images --images 1000
      python -m bench.crash --only kills-sqlite --updates 500 --kills 6 --planted keys-not-written
    """
    parts = parts_of(Sizes(**sizes, planted=planted or ""))
    unknown = set(only) - parts.keys()
    if unknown:
        raise click.UsageError(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}.")
    reports: list[Report] = []
    for name, part in parts.items():
        if not only or name in only:
            with tempfile.TemporaryDirectory(prefix="loyalty-crash-") as place, progress_bar() as advance:
                done = part(Path(place), advance)
            reports += done
            print("\n".join(map(str, done)), flush=True)
    text = "\n".join(f"- {report}" for report in reports)
    page = keep("crash", "Crashes", command_line(), machine(), text, list(map(asdict, reports)), is_committed=keeps)
    print(f"Written to {page}")
    if any(report.faults for report in reports):
        raise SystemExit(1)

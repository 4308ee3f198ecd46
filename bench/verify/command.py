"""Measures how long `verify` takes over a large ledger, on each database."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import Store
from bench.machine import command_line, database_version, machine
from bench.postgresql import throw_away_database
from bench.progress import Progress
from bench.results import keep
from bench.table import markdown_table
from bench.updates.books_world import add_programme, prepared_store
from bench.verify.ledger_of_sales import write_sales
from bench.wrong import Wrong
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.services.postgresql import find_programs


@dataclass(frozen=True, slots=True)
class Timed:
    """One look through the books: what they hold, and what it took."""

    database: str
    entries: int
    seconds: float
    cpu_seconds: float


@click.command()
@click.option("--entries", default=1_000_000, show_default=True, help="How many sales the ledger holds.")
@click.option("--accounts", default=10_000, show_default=True, help="How many accounts they are spread over.")
@click.option("--directory", type=click.Path(path_type=Path), help="Where the throw-away SQLite database lies.")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(entries: int, accounts: int, directory: Path | None, *, keeps: bool) -> None:
    r"""Measure how long `loyalty-gateway verify` takes over a large ledger, on SQLite and on PostgreSQL.

    The ledger is made of plain sales, in bulk, with every key, hash and event that the product writes for them. If
    verify finds a fault in it, there is no figure.

    \b
    Examples:
      python -m bench.verify                     a million entries, several minutes: most of them to make the ledgers
      python -m bench.verify --entries 100000
    """
    facts = machine()
    with ExitStack() as stack:
        timed = [measure(store, entries, accounts) for store in _stores(stack, directory)]
    text = markdown_table(
        ("verify on", "entries", "seconds", "our CPU s", "CPU us per entry"),
        [
            [
                one.database,
                f"{one.entries:,}",
                f"{one.seconds:.1f}",
                f"{one.cpu_seconds:.1f}",
                f"{one.cpu_seconds / one.entries * 1e6:.1f}",
            ]
            for one in timed
        ],
    )
    print(text)
    page = keep(
        "verify",
        "Proving the books",
        command_line(),
        facts,
        text,
        [asdict(one) for one in timed],
        is_committed=keeps,
    )
    print(f"\nWritten to {page}")


def measure(store: Store, entries: int, accounts: int) -> Timed:
    """Fill this empty database and verify it; raises `Wrong` where a fault is found."""
    progress = Progress(2)
    progress.step(f"making {entries:,} entries on {database_version(store)}")
    programme = add_programme(store, "BENCH")
    for done in write_sales(store, programme.id, accounts=accounts, sales_each=entries // accounts):
        progress.say(f"{done:,} of {entries:,} entries made")
    if not store.is_sqlite:
        with store.writes.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
    progress.step("verifying")
    findings: list[Finding] = []
    began, cpu = time.perf_counter(), time.process_time()
    verified = VerifyBooks(DatabaseBooks(store))(findings.append)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    progress.end()
    if verified.wrong:
        raise Wrong(f"The books have {verified.wrong} faults, the first: {findings[0]}")
    return Timed(database_version(store), verified.counts.entries, seconds, cpu_seconds)


def _stores(stack: ExitStack, directory: Path | None) -> Iterator[Store]:
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loyalty-bench-", dir=directory)))
    yield stack.enter_context(prepared_store(f"sqlite:///{place / 'bench.sqlite3'}"))
    if find_programs():
        yield stack.enter_context(prepared_store(stack.enter_context(throw_away_database())))

"""Measures a worker's passes over many accounts, by how many it takes in one transaction."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from adapters.database import account_batches, expiring_points
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store
from adapters.database.expired_points import DatabaseExpiredPoints
from adapters.database.expiring_points import DatabaseExpiringPoints
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from bench.books import check_books
from bench.machine import command_line, database_version, machine
from bench.passes.till import moving
from bench.postgresql import throw_away_database
from bench.progress import Progress
from bench.results import keep
from bench.statistics import quantiles_of, ratio_of, spread_of
from bench.table import markdown_table, ratio, whole
from bench.updates.books_world import add_programme, prepared_store
from bench.verify.ledger_of_sales import write_sales
from bench.wrong import Wrong
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.programme import Programme
from tests.services.postgresql import find_programs

RULES = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "expiry": {"months": 48, "noticeDays": 30}}'
RULES_FROM = datetime(2023, 11, 1, tzinfo=UTC)
PASSES = {"announce": datetime(2027, 11, 1, tzinfo=UTC), "expire": datetime(2028, 1, 1, tzinfo=UTC)}
SALES_EACH = 6
STEP = 200
"""How many accounts a worker asks for at a time, as `WORKER_BATCH` is by default."""

Pass = Callable[[datetime, int], int]


@dataclass(slots=True)
class Measured:
    """Rounds of one pass with so many accounts in a transaction, and what a till waited during them, in seconds."""

    name: str
    together: int
    rates: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


@click.command()
@click.option("--accounts", default=500, show_default=True, help="How many accounts a round looks at.")
@click.option("--rounds", default=5, show_default=True, help="Rounds of each size, by turns.")
@click.option("--together", default="1,10,20,50,200", show_default=True, help="How many accounts a transaction has.")
@click.option("--directory", type=click.Path(path_type=Path), help="Where the throw-away SQLite database lies.")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(accounts: int, rounds: int, together: str, directory: Path | None, *, keeps: bool) -> None:
    r"""Measure the worker's first pass after a notice is set, the pass that enters what has expired, and the list of it.

    Sizes take turns, each with accounts of its own. Meanwhile a till in another process moves accounts that are next,
    one after the other. At the end `verify` proves the books.

    \b
    Examples:
      python -m bench.passes
      python -m bench.passes --accounts 100 --rounds 2 --together 1,50
    """
    sizes = [int(each) for each in together.split(",")]
    facts, parts, kept = machine(), [], {}
    with ExitStack() as stack:
        for url in _addresses(stack, directory):
            store = stack.enter_context(prepared_store(url))
            measured = measure(store, url, accounts, rounds, sizes)
            parts.append(f"## {database_version(store)}\n\n{table_of(measured)}")
            kept[database_version(store)] = [asdict(each) for each in measured]
            print(f"\n{parts[-1]}", flush=True)
    page = keep("passes", "A worker's passes", command_line(), facts, "\n\n".join(parts), kept, is_committed=keeps)
    print(f"\nWritten to {page}")


def measure(store: Store, url: str, accounts: int, rounds: int, sizes: Sequence[int]) -> list[Measured]:
    """Fill this empty database and measure each pass; raises `Wrong` where the books have a fault at the end."""
    progress, all_accounts = Progress(len(PASSES) + 1), accounts * rounds * len(sizes)
    progress.step(f"making {all_accounts:,} accounts on {database_version(store)}")
    work, reader = UnitOfWork(store), Reader(store)
    programme = add_programme(store, "BENCH")
    movements = max(write_sales(store, programme.id, accounts=all_accounts, sales_each=SALES_EACH))
    if not store.is_sqlite:
        reader.rows("SELECT setval('movement_id_block', ?)", (movements + 1,))
    rules = DatabaseEarningRules(reader, work)
    rules.add(programme, read_rules(RULES), RULES_FROM, PASSES["announce"])
    programme = DatabaseProgrammes(reader).by_id(programme.id) or programme
    parts = (store, reader, work, rules)
    jobs: dict[str, Pass] = {
        "announce": DatabaseExpiryNotices(*parts).announce,
        "expire": DatabaseExpiredPoints(*parts).expire,
    }
    measured = []
    for name, job in jobs.items():
        progress.step(f"measuring: {name}")
        measured += _rounds(name, job, url, programme, accounts, rounds, sizes)
        if name == "announce":
            measured += _listed(store, programme, all_accounts, rounds)
    progress.end()
    check_books(store)
    return measured


def _listed(store: Store, programme: Programme, accounts: int, rounds: int) -> list[Measured]:
    """The list of what expires, of all accounts, by how many are read by one statement."""
    usual, now = expiring_points.TOGETHER, PASSES["announce"]
    found = {size: Measured("list", size) for size in (1, usual)}
    points = DatabaseExpiringPoints(Reader(store))
    for size in [*found] * rounds:
        expiring_points.TOGETHER = size
        began, cpu = time.monotonic(), time.process_time()
        lines = sum(1 for _ in points.until(programme, PASSES["expire"], now, lambda *_: None))
        if lines != accounts:
            raise Wrong(f"{lines} of {accounts} accounts were listed.")
        found[size].rates.append(accounts / (time.monotonic() - began))
        found[size].cpu_seconds.append(time.process_time() - cpu)
    expiring_points.TOGETHER = usual
    return [*found.values()]


def _rounds(
    name: str, job: Pass, url: str, programme: Programme, accounts: int, rounds: int, sizes: Sequence[int]
) -> list[Measured]:
    now, found = PASSES[name], {size: Measured(name, size) for size in sizes}
    spans: list[tuple[Measured, float, float]] = []
    usual = account_batches.TOGETHER
    with moving(url, programme, now, accounts * rounds * len(sizes)) as till:
        for size in list(sizes) * rounds:
            account_batches.TOGETHER = size
            began, cpu = time.monotonic(), time.process_time()
            for first in range(0, accounts, STEP):
                if not job(now, min(STEP, accounts - first)):
                    raise Wrong(f"There was nothing left to {name}.")
                till.place.value += min(STEP, accounts - first)
            ended = time.monotonic()
            found[size].rates.append(accounts / (ended - began))
            found[size].cpu_seconds.append(time.process_time() - cpu)
            spans.append((found[size], began, ended))
    account_batches.TOGETHER = usual
    for one, began, ended in spans:
        one.waits += [seconds for at, seconds in till.waits if began <= at < ended]
    return list(found.values())


def table_of(measured: Sequence[Measured]) -> str:
    """A row for each pass and size; ratios are to the first size of the same pass, round by round."""
    first: dict[str, Measured] = {}
    rows = []
    for each in measured:
        base = first.setdefault(each.name, each)
        waits = quantiles_of(each.waits or [0.0])
        rows.append(
            [
                each.name,
                str(each.together),
                whole(spread_of(each.rates)),
                ratio(ratio_of(each.rates, base.rates)),
                ratio(ratio_of(base.cpu_seconds, each.cpu_seconds)),
                f"{len(each.waits):,}",
                *(f"{seconds * 1000:.1f}" for seconds in (waits.p50, waits.p99, max(each.waits, default=0.0))),
            ]
        )
    headings = (
        "pass",
        "together",
        "accounts per second",
        "x",
        "x by CPU",
        "till's updates",
        "p50 ms",
        "p99 ms",
        "most ms",
    )
    return markdown_table(headings, rows)


def _addresses(stack: ExitStack, directory: Path | None) -> Iterator[Any]:
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loyalty-bench-", dir=directory)))
    yield f"sqlite:///{place / 'bench.sqlite3'}"
    if find_programs():
        yield stack.enter_context(throw_away_database())

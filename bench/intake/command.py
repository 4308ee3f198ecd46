"""Replays a year of tickets through the served program, and inserts the same rows without it."""

import base64
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from bench.books import check_books
from bench.data import prepare
from bench.intake.bare import BareInserts, last_movement
from bench.intake.report import Replayed, Timed, table_of
from bench.intake.tills import Tally, Tills
from bench.intake.year_of_tickets import YearOfTickets
from bench.load.processor_time import processor_seconds
from bench.load.server import GATEWAY, Server, run_gateway, served
from bench.machine import command_line, database_version, machine
from bench.postgresql import throw_away_database
from bench.results import keep
from bench.wrong import Wrong
from gateway.cli._progress import Advance, progress_bar
from gateway.demo.prepare import DEMO_SECRET, TILL
from tests.services.postgresql import find_programs

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, and the addresses of two empty databases."""

    folder: Path
    replayed: str
    bare: str


@click.command()
@click.option("--customers", default=100_000, show_default=True, help="How many customers, each with an account.")
@click.option("--tickets", default=500_000, show_default=True, help="How many tickets their year has.")
@click.option("--bare", default=50_000, show_default=True, help="How many of them are inserted without the gateway.")
@click.option("--tills", default=4, show_default=True, help="How many tills send at the same time.")
@click.option("--batch", default=20, show_default=True, help="Tickets in one message, at most.")
@click.option("--processes", default=2, show_default=True, help="Processes of the program.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, default=KINDS, help="Only this database.")
@click.option("--directory", type=click.Path(path_type=Path), help="Where the throw-away SQLite databases lie.")
@click.option("--server", help="Address of a PostgreSQL server, with databases intake and intake_bare, both empty.")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(
    customers: int,
    tickets: int,
    only: Sequence[str],
    directory: Path | None,
    server: str | None,
    *,
    keeps: bool,
    **load: int,
) -> None:
    r"""Replay a year of tickets through POST /tickets of the served program; tickets per second, cost per line.

    The tickets are made as they are sent, always the same: few customers buy often, baskets have from 1 to 40 lines,
    some tickets are returned, exchanged, cancelled, late, sent twice or nobody's. Every answer is looked at. The rows
    that the intake wrote are inserted into an empty database by the bare driver; then what is due is rolled over, and
    `verify` proves the books. A million tickets take some ten gigabytes; a throw-away PostgreSQL may lie in memory.

    \b
    Examples:
      python -m bench.intake --customers 1000 --tickets 5000
      python -m bench.intake --directory /var/tmp --server postgresql://me@db --keep
    """
    facts = machine() | {name: str(load[name]) for name in ("tills", "batch", "processes")}
    parts, kept = [], {}
    for kind in only:
        with ExitStack() as stack:
            place = _place(stack, kind, directory, server)
            if place is None:
                print("PostgreSQL is not installed (apt-get install postgresql): measured on SQLite only.")
                continue
            replayed = replay(place, YearOfTickets(customers, tickets, _this_day()), **load)
        parts.append(f"## {replayed.database}\n\n{table_of(replayed)}")
        kept[kind] = asdict(replayed)
        print(f"\n{parts[-1]}", flush=True)
    page = keep("intake", "A year of tickets", command_line(), facts, "\n\n".join(parts), kept, is_committed=keeps)
    print(f"\nWritten to {page}")


def _place(stack: ExitStack, kind: str, directory: Path | None, server: str | None) -> Place | None:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loyalty-bench-", dir=directory)))
    if kind == "sqlite":
        return Place(folder, *(f"sqlite:///{folder / name}.sqlite3" for name in ("intake", "bare")))
    if server:
        return Place(folder, *(f"{server.rstrip('/')}/{name}" for name in ("intake", "intake_bare")))
    if not find_programs():
        return None
    return Place(folder, *(stack.enter_context(throw_away_database()) for _ in range(2)))


def _this_day() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def replay(place: Place, year: YearOfTickets, *, tills: int, batch: int, processes: int, bare: int) -> Replayed:
    """Send the year to a gateway over the first of two empty databases; raises `Wrong`."""
    with ExitStack() as stack:
        advance = stack.enter_context(progress_bar())
        settings = {
            "DATABASE_URL": place.replayed,
            "DATA_DIRECTORY": str(place.folder / "data"),
            "PROCESSES": str(processes),
            "WORKER_BATCH": "1000",
        }
        advance(f"making {year.customers:,} customers", 0, 0)
        prepare(settings, place.folder, customers=year.customers)
        store = open_store(place.replayed)
        stack.callback(store.close)
        before = last_movement(store)
        with served((GATEWAY, "serve"), settings, place.folder / "gateway.log") as server:
            tally, sent = _send(server, year, tills, batch, advance)
        if _count(store) != tally.booked:
            raise Wrong(f"{tally.booked} tickets were booked, but the books have {_count(store)}.")
        forms = [sent, *_bare(place, store, before, batch, min(bare, tally.booked), advance)]
        began = time.perf_counter()
        advance("rolling over what is due", 0, 0)
        run_gateway(["worker", "--once"], settings)
        rolled = time.perf_counter() - began
        advance("proving the books", 0, 0)
        check_books(store)
        return Replayed(
            database_version(store), tally.booked, tally.replayed, tally.again, tally.refused, rolled, forms
        )


def _send(server: Server, year: YearOfTickets, tills: int, batch: int, advance: Advance) -> tuple[Tally, Timed]:
    authorization = "Basic " + base64.b64encode(f"{TILL}:{DEMO_SECRET}".encode()).decode()
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        advance("sending tickets", done, year.tickets)

    cpu, began = processor_seconds(server.pid), time.perf_counter()
    tally = Tills(server.address, authorization, tills, batch, step).send(year)
    seconds, spent = time.perf_counter() - began, processor_seconds(server.pid) - cpu
    return tally, Timed("gateway, HTTP", tally.booked, tally.lines, seconds, spent)


def _bare(place: Place, store: Store, before: int, batch: int, tickets: int, advance: Advance) -> list[Timed]:
    """The first tickets once more without the gateway: a half with a ticket, the other with a batch in a transaction."""
    run_gateway(["demo", "prepare"], {"DATABASE_URL": place.bare, "DATA_DIRECTORY": str(place.folder / "bare-data")})
    timed, done = [], 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        advance("inserting the same rows", done, tickets)

    with ExitStack() as stack:
        target = open_store(place.bare)
        stack.callback(target.close)
        inserts = BareInserts(stack, store, target, before)
        for count, per_transaction in ((tickets // 2, 1), (tickets - tickets // 2, batch)):
            lines, seconds = inserts.insert(count, per_transaction=per_transaction, advance=step)
            timed.append(Timed(f"bare, {per_transaction} in a transaction", count, lines, seconds))
    return timed


def _count(store: Store) -> int:
    return int(Reader(store).rows("SELECT COUNT(*) FROM ticket")[0][0])

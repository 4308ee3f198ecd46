"""Measures updates on each database and prints what one costs."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click

from adapters.database.engine import Store
from bench.books import check_books, count_rows
from bench.machine import command_line, database_version, machine, sync_microseconds
from bench.postgresql import throw_away_database
from bench.progress import Progress
from bench.results import keep
from bench.updates.bare_postgresql import BarePostgresqlForm
from bench.updates.bare_sqlite import BareSqliteForm
from bench.updates.books_world import add_accounts, add_programme, prepared_store
from bench.updates.form import ACCOUNT_COUNT, Form
from bench.updates.gateway_form import GatewayForm
from bench.updates.race import Measured, race
from bench.updates.report import Cell, rounds_of, table_of
from bench.wrong import Wrong
from tests.services.postgresql import find_programs

THREADS = (1, 8)


@click.command()
@click.option("--seconds", default=0.5, show_default=True, help="How long each round of each form lasts.")
@click.option("--rounds", default=5, show_default=True, help="How often everything is measured; medians are shown.")
@click.option("--database-url", help="Only this database (SQLAlchemy address); it gets a programme and accounts.")
@click.option("--directory", type=click.Path(path_type=Path), help="Where the throw-away SQLite database lies.")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(seconds: float, rounds: int, database_url: str | None, directory: Path | None, *, keeps: bool) -> None:
    r"""Measure updates per second in process: use case, ledger and database, without HTTP.

    Beside the product's road ("gateway") the same rows are written by the bare driver with fixed statements in one
    transaction ("bare"; on PostgreSQL sent in two trips) and, on PostgreSQL, with a trip for each statement ("naive").
    Once all on one hot account and once over 10,000, with 1 and 8 threads. After the rounds the books are checked:
    if an answer or a balance is wrong, there is no figure. "our CPU" is this process' processor time per update,
    without the server's: where the machine is busy, compare that and the ratios, never rates of two runs.

    Without --database-url: on a new SQLite database, and on a throw-away PostgreSQL where it is installed. A whole run
    takes about two minutes.

    \b
    Examples:
      python -m bench.updates
      python -m bench.updates --seconds 3 --rounds 5 --directory /var/tmp
      python -m bench.updates --database-url postgresql://loyalty@localhost/bench
    """
    parts: list[str] = []
    kept: dict[str, object] = {}
    facts = machine()
    with ExitStack() as stack:
        for store in _stores(stack, database_url, directory, facts):
            name = database_version(store)
            cells = measure(store, seconds=seconds, rounds=rounds)
            parts.append(f"## {name}\n\n{table_of(cells)}")
            kept[name] = rounds_of(cells)
            print(f"\n{parts[-1]}")
    page = keep("updates", "Updates in process", command_line(), facts, "\n\n".join(parts), kept, is_committed=keeps)
    print(f"\nWritten to {page}, and every round to {page.with_suffix('.json')}")


def measure(store: Store, *, seconds: float, rounds: int) -> list[Cell]:
    """Measure all forms in turn, round after round; raises `Wrong`."""
    forms = _forms(store)
    before, written = count_rows(store), 0
    progress = Progress(rounds * len(THREADS) * 2 * len(forms))
    measured: dict[tuple[bool, int, str], list[Measured]] = {}
    for number in range(rounds):
        for hot in (True, False):
            for threads in THREADS:
                for form in forms:
                    where = "one hot account" if hot else f"{ACCOUNT_COUNT:,} accounts"
                    progress.step(f"round {number + 1}, {where}, {threads} threads, {form.name}")
                    one = race(form, threads=threads, hot=hot, seconds=seconds)
                    measured.setdefault((hot, threads, form.name), []).append(one)
                    written += one.written
    progress.end()
    check_books(store)
    added = count_rows(store) - before
    if not added.movements == added.keys == added.events == written:
        raise Wrong(f"{written} updates were answered, but the books have {added} more rows.")
    return [Cell(hot=hot, threads=threads, form=name, rounds=all_) for (hot, threads, name), all_ in measured.items()]


def _forms(store: Store) -> list[Form]:
    programme = add_programme(store, "BENCH")
    names = ["gateway", "bare"] if store.is_sqlite else ["gateway", "bare", "naive"]
    ids = add_accounts(store, programme.id, names)
    if store.is_sqlite:
        return [GatewayForm(store, programme), BareSqliteForm(store, ids["bare"])]
    return [
        GatewayForm(store, programme),
        BarePostgresqlForm(store, ids["bare"], is_pipelined=True),
        BarePostgresqlForm(store, ids["naive"], is_pipelined=False),
    ]


def _stores(
    stack: ExitStack, database_url: str | None, directory: Path | None, facts: dict[str, str]
) -> Iterator[Store]:
    if database_url:
        yield stack.enter_context(prepared_store(database_url))
        return
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loyalty-bench-", dir=directory)))
    facts["one fsync where SQLite lies"] = f"{sync_microseconds(place):.0f} us"
    yield stack.enter_context(prepared_store(f"sqlite:///{place / 'bench.sqlite3'}"))
    if find_programs():
        yield stack.enter_context(prepared_store(stack.enter_context(throw_away_database())))
    else:
        print("\nPostgreSQL is not installed (apt-get install postgresql): measured on SQLite only.")

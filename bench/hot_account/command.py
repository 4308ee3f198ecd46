"""Measures the hot account and prints the table."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bench.books import check_books, count_rows
from bench.hot_account.place import Place, hot_place
from bench.hot_account.report import Round, Row, table_of
from bench.hot_account.slow_sync import build
from bench.hot_account.tills import move
from bench.machine import command_line, machine
from bench.progress import Progress
from bench.results import keep
from bench.updates.bare_postgresql import BarePostgresqlForm
from bench.updates.bare_sqlite import BareSqliteForm
from bench.updates.books_world import add_accounts, add_programme
from bench.updates.form import Form
from bench.updates.function_postgresql import FunctionForm
from bench.updates.race import race
from bench.wrong import Wrong

TILLS = (1, 8, 64)
DELAYS_US = (0, 1000)


@click.command()
@click.option("--seconds", default=3.0, show_default=True, help="How long each round of each form lasts.")
@click.option("--rounds", default=3, show_default=True, help="How often each is measured; medians are shown.")
@click.option("--processes", default=2, show_default=True, help="Processes of the gateway.")
@click.option("--only", type=click.Choice(["sqlite", "postgresql"]), help="Only this database.")
@click.option(
    "--keep", "keeps", is_flag=True, help="Write the figures to bench/results/, to be committed; else to latest/ in it."
)
def command(seconds: float, rounds: int, processes: int, only: str | None, *, keeps: bool) -> None:
    r"""Measure updates of one account that 1, 8 and 64 tills move at once, over SOAP and REST in turn.

    With the disk's syncs as they are, and with a millisecond added to each, as a disk needs that keeps its word.
    Beside the gateway, threads in this process write the same rows with the bare driver: on PostgreSQL by one PL/pgSQL
    function ("function") and with a trip for each statement ("naive"), on SQLite behind one lock ("bare", never with the
    added millisecond). In the end the books are proven, and must hold every update that was answered. A whole run takes
    about four minutes.

    \b
    Examples:
      python -m bench.hot_account
      python -m bench.hot_account --only postgresql --seconds 1 --rounds 1
    """
    databases = [only] if only else ["sqlite", "postgresql"]
    progress = Progress(len(databases) * len(DELAYS_US) * rounds * len(TILLS))
    parts, kept = [], {}
    with tempfile.TemporaryDirectory(prefix="loyalty-bench-") as folder:
        library = build(Path(folder))
        for name in databases:
            rows: list[Row] = []
            for delay_us in DELAYS_US:
                with hot_place(
                    Path(folder),
                    is_sqlite=name == "sqlite",
                    library=library,
                    delay_us=delay_us,
                    processes=processes,
                ) as place:
                    rows += measure(place, delay_us, rounds, seconds, progress)
            parts.append(f"## {name}\n\n{table_of(rows)}")
            kept[name] = [asdict(row) | {"rounds": [one.per_second for one in row.rounds]} for row in rows]
    progress.end()
    text = "\n\n".join(parts)
    facts = machine() | {"processes": str(processes)}
    page = keep("hot_account", "The hot account", command_line(), facts, text, kept, is_committed=keeps)
    print(f"\n{text}\n\nWritten to {page}")


def measure(place: Place, delay_us: int, rounds: int, seconds: float, progress: Progress) -> list[Row]:
    """Measure the gateway and its yardsticks in turn, round after round; raises `Wrong`."""
    forms = _yardsticks(place, delay_us)
    before, written = count_rows(place.store), 0
    measured: dict[tuple[str, int], list[Round]] = {}
    for _ in range(rounds):
        for tills in TILLS:
            progress.step(f"{tills} tills, {delay_us} us added to a sync")
            for name, run in [("gateway, HTTP", _gateway(place)), *((form.name, _bare(form)) for form in forms)]:
                one, count = run(tills, seconds)
                measured.setdefault((name, tills), []).append(one)
                written += count
    check_books(place.store)
    added = (count_rows(place.store) - before).movements
    if added != written:
        raise Wrong(f"{written} updates were answered, but the books have {added} more movements.")
    return [Row(name, delay_us, tills, all_) for (name, tills), all_ in measured.items()]


Run = Callable[[int, float], tuple[Round, int]]


def _gateway(place: Place) -> Run:
    def run(tills: int, seconds: float) -> tuple[Round, int]:
        prefix = f"{time.time_ns():x}"
        answered = move(place.address, place.request, tills=tills, seconds=seconds, prefix=prefix)
        fairness = min(answered.by_till) / max(answered.by_till)
        return Round(answered.seconds, len(answered.seconds) / seconds, fairness), answered.sent

    return run


def _bare(form: Form) -> Run:
    def run(threads: int, seconds: float) -> tuple[Round, int]:
        one = race(form, threads=threads, hot=True, seconds=seconds)
        fairness = min(one.by_thread) / max(one.by_thread)
        return Round(one.seconds, one.per_second, fairness), one.written

    return run


def _yardsticks(place: Place, delay_us: int) -> Sequence[Form]:
    programme = add_programme(place.store, "BENCH")
    if place.store.is_sqlite and delay_us:
        return []  # SQLite syncs in the process that writes, and the delay is only in those that are started with it.
    if place.store.is_sqlite:
        return [BareSqliteForm(place.store, add_accounts(place.store, programme.id, ["bare"])["bare"])]
    ids = add_accounts(place.store, programme.id, ["function", "naive"])
    return [
        FunctionForm(place.store, ids["function"]),
        BarePostgresqlForm(place.store, ids["naive"], is_pipelined=False),
    ]

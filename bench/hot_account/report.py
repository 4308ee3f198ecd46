"""The table of the hot account."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.statistics import quantiles_of, spread_of
from bench.table import markdown_table, whole

HEADINGS = ("One account", "sync", "tills", "per second", "p50 ms", "p99 ms", "slowest ms", "slowest till / fastest")


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one form: seconds of each answer, updates a second, and the least of a till over the most."""

    seconds: Sequence[float]
    per_second: float
    fairness: float


@dataclass(frozen=True, slots=True)
class Row:
    """All rounds of one form at one number of tills, with the sync that the disk needed (microseconds added)."""

    form: str
    delay_us: int
    tills: int
    rounds: Sequence[Round]


def table_of(rows: Sequence[Row]) -> str:
    """The table."""
    return markdown_table(HEADINGS, [_cells(row) for row in rows])


def _cells(row: Row) -> list[str]:
    times = [quantiles_of([each * 1000 for each in one.seconds]) for one in row.rounds]
    return [
        row.form,
        f"+ {row.delay_us / 1000:g} ms" if row.delay_us else "as it is",
        str(row.tills),
        whole(spread_of([one.per_second for one in row.rounds])),
        f"{median(one.p50 for one in times):.2f}",
        f"{median(one.p99 for one in times):.2f}",
        f"{max(max(one.seconds) for one in row.rounds) * 1000:.0f}",
        f"{median(one.fairness for one in row.rounds):.2f}",
    ]

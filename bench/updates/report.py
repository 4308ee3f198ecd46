"""The table of the update measurement."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.statistics import ratio_of, spread_of
from bench.table import markdown_table, ratio, whole
from bench.updates.form import ACCOUNT_COUNT
from bench.updates.race import Measured

HEADINGS = (
    "Updates on",
    "threads",
    "form",
    "per second",
    "us each",
    "our CPU us",
    "p50 ms",
    "p99 ms",
    "slowest ms",
    "gateway / it",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """All rounds of one form under one load."""

    hot: bool
    threads: int
    form: str
    rounds: Sequence[Measured]

    @property
    def rates(self) -> list[float]:
        """Updates per second, round by round."""
        return [one.per_second for one in self.rounds]


def table_of(cells: Sequence[Cell]) -> str:
    """The table; the last column is the product's rate over that row's, round by round."""
    return markdown_table(HEADINGS, [_row(cell, _gateway_of(cell, cells)) for cell in cells])


def rounds_of(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Every round as it was measured, for the file."""
    return [asdict(cell) | {"rounds": [one.figures for one in cell.rounds]} for cell in cells]


def _gateway_of(cell: Cell, cells: Sequence[Cell]) -> Cell:
    return next(one for one in cells if (one.hot, one.threads, one.form) == (cell.hot, cell.threads, "gateway"))


def _row(cell: Cell, gateway: Cell) -> list[str]:
    rate = spread_of(cell.rates)
    return [
        "one account" if cell.hot else f"{ACCOUNT_COUNT:,}",
        str(cell.threads),
        cell.form,
        whole(rate),
        f"{1e6 / rate.median:.0f}",
        f"{median(one.cpu_us for one in cell.rounds):.0f}",
        f"{median(one.times.p50 for one in cell.rounds):.2f}",
        f"{median(one.times.p99 for one in cell.rounds):.2f}",
        f"{max(one.slowest for one in cell.rounds):.1f}",
        "" if cell is gateway else ratio(ratio_of(gateway.rates, cell.rates)),
    ]

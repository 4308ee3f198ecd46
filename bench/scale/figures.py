"""What was measured, by size: kept beside what other runs measured at other sizes, and shown as one table."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.scale.cases import Case, Wanted
from bench.statistics import quantiles_of
from bench.table import markdown_table

HEADINGS = (
    "operation", "road", "customers", "row", "median ms", "p99 ms", "first ms", "touched", "pages", "growth", "wanted", "met",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """An operation at one size.

    Milliseconds: `median` and `p99` are of calls for customers who have been called for before, `first` is the median of
    the first call for each. `touched` and `pages` are those of `bench.scale.plans`, none where a road has no plans; `row`,
    `shown` and `counted` are those of the case.
    """

    name: str
    road: str
    row: int
    shown: int
    median: float
    p99: float
    first: float
    touched: int
    pages: int
    growth_limit: float
    limit_ms: float
    counted: int = 0

    @property
    def looked_at(self) -> tuple[int, int]:
        """What the answer is made from: the rows shown, and those counted."""
        return self.shown, self.counted


def figures_of(case: Case, first: Sequence[float], times: Sequence[float], touched: int, pages: int) -> Figures:
    """The figures of these times, in milliseconds."""
    found = quantiles_of(times)
    times_found = (found.p50, found.p99, median(first))
    wanted = (case.wanted.growth, case.wanted.milliseconds)
    return Figures(case.name, case.road, case.row, case.shown, *times_found, touched, pages, *wanted, case.counted)


def merged(page: Path, now: Mapping[int, Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """What was kept beside this page by earlier runs, with what was measured now in place of the same sizes."""
    kept = page.with_suffix(".json")
    before = json.loads(kept.read_text(encoding="utf-8"))["rounds"] if kept.exists() else {}
    both = {int(size): kept for size, kept in before.items() if size.isdigit()} | dict(now)
    return dict(sorted(both.items()))


def kept_of(
    figures: Sequence[Figures], plans: Sequence[str], matches: Mapping[str, int], facts: Mapping[str, str]
) -> dict[str, Any]:
    """What is kept of one size."""
    return {
        "figures": [asdict(each) for each in figures],
        "plans": list(plans),
        "matches": dict(matches),
        "machine": dict(facts),
    }


def page_text(sizes: Mapping[int, Mapping[str, Any]]) -> str:
    """The page of all sizes: the table, how many customers each name finds, and the plans at the largest."""
    found = {size: [Figures(**each) for each in kept["figures"]] for size, kept in sizes.items()}
    taken = "; ".join(
        f"{size:,} customers: {kept['machine']['date']}, {kept['machine']['database']}" for size, kept in sizes.items()
    )
    most = max(sizes)
    plans = "\n\n".join(sizes[most]["plans"])
    return (
        f"{taken}.\n\n{growth_table(found)}\n\n## Customers that a search finds\n\n{_matches_table(sizes)}\n\n"
        f"## Plans at {most:,} customers\n\n```\n{plans}\n```"
    )


def growth_table(sizes: Mapping[int, Sequence[Figures]]) -> str:
    """A row for each operation, road and size.

    Growth is the median over that of the smallest size whose page has as many rows, and whose total is counted from as
    many: a fuller page and a longer count are no growth of the work.
    """
    by_title: dict[tuple[str, str], dict[int, Figures]] = {}
    for size, figures in sorted(sizes.items()):
        for each in figures:
            by_title.setdefault((each.name, each.road), {})[size] = each
    rows = [row for (name, road), of_sizes in by_title.items() for row in _rows(name, road, of_sizes)]
    return markdown_table(HEADINGS, rows)


def _rows(name: str, road: str, sizes: Mapping[int, Figures]) -> Iterator[tuple[str, ...]]:
    for size, each in sizes.items():
        least = next(other for other in sizes.values() if other.looked_at == each.looked_at)
        growth = each.median / least.median
        is_met = not (
            (each.growth_limit and growth > each.growth_limit) or (each.limit_ms and each.median >= each.limit_ms)
        )
        wanted = wanted_text(Wanted(each.growth_limit, each.limit_ms))
        yield (
            name,
            road,
            f"{size:,}",
            f"{each.row:,}" if each.row else "",
            f"{each.median:.3f}",
            f"{each.p99:.3f}",
            f"{each.first:.3f}",
            f"{each.touched:,}" if each.touched else "",
            f"{each.pages:,}" if each.pages else "",
            ("" if size == min(sizes) else "more rows") if each is least else f"{growth:.2f}",
            wanted,
            ("yes" if is_met else "NO") if wanted else "",
        )


def wanted_text(wanted: Wanted) -> str:
    """The demand in a few characters; empty where there is none."""
    parts = [f"{wanted.growth:g}x"] if wanted.growth else []
    parts += [f"{wanted.milliseconds:g} ms"] if wanted.milliseconds else []
    return ", ".join(parts)


def _matches_table(sizes: Mapping[int, Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for kept in sizes.values() for name in kept["matches"]))
    rows = [(name, *(f"{kept['matches'].get(name, 0):,}" for kept in sizes.values())) for name in names]
    return markdown_table(("search", *(f"{size:,} customers" for size in sizes)), rows)

"""The tables of `python -m bench`."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from bench.load.case import Case
from bench.load.wrk import Load
from bench.statistics import ratio_of, spread_of
from bench.table import markdown_table, ratio, whole

HEADINGS = (
    "Over HTTP",
    "requests per second",
    "p50 ms",
    "p99 ms",
    "slowest ms",
    "CPU us",
    "ratio to its yardstick",
    "ratio by CPU",
)


def http_table(cases: Sequence[Case], rounds: Mapping[str, Sequence[Load]]) -> str:
    """The table of all cases, each with its yardstick above it; raises ValueError where one was not measured."""
    return markdown_table(HEADINGS, [_row(case, rounds) for case in cases])


def http_rounds(rounds: Mapping[str, Sequence[Load]]) -> dict[str, list[dict[str, Any]]]:
    """Every round as it was measured, for the file."""
    return {name: [vars_of(load) for load in loads] for name, loads in rounds.items()}


def vars_of(load: Load) -> dict[str, Any]:
    """The fields of a round by name."""
    return {name: getattr(load, name) for name in load.__slots__}


def _row(case: Case, rounds: Mapping[str, Sequence[Load]]) -> list[str]:
    loads = rounds.get(case.name, ())
    theirs = rounds.get(case.yardstick, ())
    rates, costs = [load.per_second for load in loads], [load.cpu_us for load in loads]
    their_rates, their_costs = [load.per_second for load in theirs], [load.cpu_us for load in theirs]
    return [
        case.name,
        whole(spread_of(rates)),
        f"{median(load.p50 for load in loads):.2f}",
        f"{median(load.p99 for load in loads):.2f}",
        f"{max(load.slowest for load in loads):.1f}",
        f"{median(costs):.0f}",
        ratio(ratio_of(rates, their_rates)) if case.yardstick else "",
        # By cost, less is better; turned round, so that both ratios say how much of the yardstick is reached.
        ratio(ratio_of(their_costs, costs)) if case.yardstick and min(costs) > 0 else "",
    ]

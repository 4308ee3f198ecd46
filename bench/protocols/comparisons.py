"""What is compared with what, and what is wanted of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.load.peer_cases import FLOOR, NODE, PHP_CONSTANT, PHP_READ
from bench.load.wrk import Load
from bench.protocols.alone import NAME as ALONE
from bench.statistics import ratio_of
from bench.table import markdown_table, ratio
from bench.updates.race import Measured

HEADINGS = ("Ours / theirs", "ratio", "ratio by CPU", "wanted")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One of our cases, by the beginning of its name, beside a peer; `wanted` is the least ratio, as text."""

    ours: str
    theirs: str
    wanted: str = ""


COMPARISONS = (
    Comparison("SOAP enquiry", "Spyne hello, enquiry's size", "3, better 4"),
    Comparison("SOAP enquiry", NODE, "0.6, better 1"),
    Comparison("SOAP enquiry", PHP_READ, "above 1"),
    Comparison("SOAP enquiry", PHP_CONSTANT),
    Comparison("SOAP enquiry", FLOOR),
    Comparison("SOAP name search", "Spyne hello, search's size"),
    Comparison("SOAP update", "Spyne hello, update's size"),
    Comparison("SOAP update", ALONE, "0.5"),
    Comparison("REST enquiry", "Flask hello, GET", "0.25, compiled 0.6"),
    Comparison("REST name search", "Flask hello, GET"),
    Comparison("REST update", "Flask hello, POST"),
    Comparison("REST update", ALONE, "0.5"),
)


def ratios_table(rounds: Mapping[str, Sequence[Load]], alone: Sequence[Measured]) -> str:
    """The table of those comparisons whose both sides were measured, and of p99 / p50 for our reads."""
    figures = {name: Side.of_loads(loads) for name, loads in rounds.items()}
    figures[ALONE] = Side([one.per_second for one in alone], [one.cpu_us for one in alone])
    rows = []
    for each in COMPARISONS:
        ours = next((name for name in figures if name.startswith(each.ours)), "")
        if ours and each.theirs in figures:
            rows.append([f"{ours} / {each.theirs}", *figures[ours].over(figures[each.theirs]), each.wanted])
    rows += [_tail(name, loads) for name, loads in rounds.items() if name.startswith(_OUR_READS)]
    return markdown_table(HEADINGS, rows)


def alone_line(alone: Sequence[Measured]) -> str:
    """A sentence about the loop, for below the table of rates."""
    rates, medians = [one.per_second for one in alone], [one.times.p50 for one in alone]
    return (
        f"{ALONE[0].upper()}{ALONE[1:]}, the update's statements in a loop: {median(rates):,.0f} per second, "
        f"p50 {median(medians):.2f} ms, {median(one.cpu_us for one in alone):.0f} us of CPU each."
    )


@dataclass(frozen=True, slots=True)
class Side:
    """Rates per second and processor time in microseconds, round by round."""

    rates: Sequence[float]
    costs: Sequence[float]

    @classmethod
    def of_loads(cls, loads: Sequence[Load]) -> "Side":
        """The side that wrk measured."""
        return cls([load.per_second for load in loads], [load.cpu_us for load in loads])

    def over(self, theirs: "Side") -> list[str]:
        """The ratio of rates and the one of costs, turned round so that more is better in both."""
        by_cost = ratio(ratio_of(theirs.costs, self.costs)) if min(self.costs) > 0 else ""
        return [ratio(ratio_of(self.rates, theirs.rates)), by_cost]


_OUR_READS = ("SOAP enquiry", "SOAP name search", "REST enquiry", "REST name search")


def _tail(name: str, loads: Sequence[Load]) -> list[str]:
    return [
        f"{name}: p99 / p50",
        ratio(ratio_of([one.p99 for one in loads], [one.p50 for one in loads])),
        "",
        "below 10",
    ]

"""What is said about several rounds: the median, and how far the rounds lie apart.

Rates move from minute to minute on a machine that does other things too. What holds is the ratio of two things
measured one right after the other, so ratios are taken round by round and only then summed up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple


class Spread(NamedTuple):
    """The median of some figures, with the lowest and the highest of them."""

    median: float
    low: float
    high: float


def spread_of(figures: Sequence[float]) -> Spread:
    """The spread of these figures; raises ValueError for none."""
    if not figures:
        raise ValueError("no round was measured")
    return Spread(median(figures), min(figures), max(figures))


def ratio_of(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """The spread of ours / theirs, round by round; raises ValueError unless both have the same rounds, all above 0."""
    if len(ours) != len(theirs):
        raise ValueError("a ratio needs the same rounds on both sides")
    if min(theirs, default=0) <= 0:
        raise ValueError("a ratio needs a yardstick above zero in every round")
    return spread_of([one / other for one, other in zip(ours, theirs, strict=True)])


@dataclass(frozen=True, slots=True)
class Quantiles:
    """The median and the 99th percentile of some times, in the unit of the times."""

    p50: float
    p99: float


def quantiles_of(times: Sequence[float]) -> Quantiles:
    """The quantiles of these times (the value at or above which that share lies); raises ValueError for none."""
    if not times:
        raise ValueError("nothing was answered in the time measured")
    ordered = sorted(times)
    return Quantiles(ordered[(len(ordered) - 1) // 2], ordered[-(-99 * len(ordered) // 100) - 1])

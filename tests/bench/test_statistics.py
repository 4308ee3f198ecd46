"""What is said about rounds."""

import pytest

from bench.statistics import Quantiles, Spread, quantiles_of, ratio_of, spread_of


def test_the_spread_of_rounds_is_their_median_and_their_ends() -> None:
    assert spread_of([30.0, 10.0, 20.0]) == Spread(20.0, 10.0, 30.0)
    assert spread_of([4.0]) == Spread(4.0, 4.0, 4.0)


def test_a_ratio_is_taken_round_by_round() -> None:
    """In a slow minute both sides are slow: the ratio of the medians would say 1.0 here."""
    assert ratio_of([100.0, 10.0, 60.0], [200.0, 20.0, 60.0]) == Spread(0.5, 0.5, 1.0)


@pytest.mark.parametrize(("ours", "theirs"), [([1.0], []), ([], []), ([1.0, 2.0], [1.0]), ([1.0], [0.0])])
def test_a_ratio_without_its_rounds_is_refused(ours: list[float], theirs: list[float]) -> None:
    with pytest.raises(ValueError, match=r"ratio|round"):
        ratio_of(ours, theirs)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, Quantiles(1, 1)), (2, Quantiles(1, 2)), (100, Quantiles(50, 99)), (200, Quantiles(100, 198))],
)
def test_quantiles_are_times_that_were_measured(count: int, expected: Quantiles) -> None:
    assert quantiles_of([float(number) for number in range(count, 0, -1)]) == expected


def test_nothing_measured_has_no_figure() -> None:
    with pytest.raises(ValueError, match="no round"):
        spread_of([])
    with pytest.raises(ValueError, match="nothing was answered"):
        quantiles_of([])

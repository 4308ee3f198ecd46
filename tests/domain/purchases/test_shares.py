"""Parts add up to the whole, and none is further off than one."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.purchases.shares import split


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_parts_are_the_nearest_whole_shares(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0
    whole = sum(weights)
    if whole:
        assert all(abs(part - Fraction(total * weight, whole)) < 1 for part, weight in zip(parts, weights, strict=True))
        assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)


def test_what_is_left_goes_to_those_that_lost_most_and_of_equals_to_the_first() -> None:
    assert split(10, [1, 1, 1]) == [4, 3, 3]
    assert split(10, [3, 3, 4]) == [3, 3, 4]
    assert split(2, [5, 6, 6]) == [0, 1, 1]


def test_without_weights_the_first_part_gets_all() -> None:
    assert split(3, [0, 0]) == [3, 0]
    assert split(0, []) == []

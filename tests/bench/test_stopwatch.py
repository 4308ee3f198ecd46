"""The stopwatch of the stages."""

import pytest

from bench.stages.stopwatch import AUTHENTICATION, DATABASE, DOMAIN, EDGE, PARSE, REPLY, Stopwatch


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        self.now += seconds


def test_time_counts_for_the_innermost_stage_only() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    ask = watch.wrapped(DATABASE, lambda: clock.spend(5))

    def decide() -> None:
        clock.spend(2)
        ask()
        clock.spend(1)

    use_case = watch.wrapped(DOMAIN, decide, then=REPLY)
    with watch.stage(EDGE):
        clock.spend(10)
        with watch.stage(PARSE):
            clock.spend(20)
            use_case()
            clock.spend(30)
        clock.spend(40)
    expected = {EDGE: 50, PARSE: 20, AUTHENTICATION: 0, DOMAIN: 3, DATABASE: 5, REPLY: 30}
    assert watch.take() == expected
    assert set(watch.take().values()) == {0.0}


def test_a_whole_stage_counts_what_it_calls() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    ask = watch.wrapped(DATABASE, lambda: clock.spend(5), then=REPLY)
    with watch.stage(AUTHENTICATION, is_whole=True):
        ask()
        clock.spend(1)
    assert watch.take()[AUTHENTICATION] == 6


def test_an_error_ends_its_stage() -> None:
    clock = Clock()
    watch = Stopwatch(clock)

    def fail() -> None:
        clock.spend(1)
        raise KeyError

    with watch.stage(EDGE):
        with pytest.raises(KeyError):
            watch.wrapped(DOMAIN, fail)()
        clock.spend(2)
    taken = watch.take()
    assert (taken[DOMAIN], taken[EDGE]) == (1, 2)

"""The attack on the served program names what was broken."""

import pytest

from bench.hostile.documents import Attack
from bench.hostile.report import broken_promises, report_of
from bench.hostile.slow import Waits


@pytest.mark.parametrize(
    ("attack", "promise"),
    [
        (Attack(seconds=[0.01] * 98 + [0.2] * 2), "99 of 100 answers"),
        (Attack(seconds=[0.01], first_kib=100_000, most_kib=200_000), "memory grew by 97 MB"),
        (Attack(seconds=[0.01], complaints=["x: answered Server"]), "x: answered Server"),
        (Attack(seconds=[0.01], touched=["openat(canary)"]), "touched: openat(canary)"),
        (Attack(seconds=[0.01], has_moved=True), "the books changed"),
    ],
)
def test_a_broken_promise_is_named(attack: Attack, promise: str) -> None:
    (broken,) = broken_promises(attack, None)
    assert promise in broken
    assert not list(broken_promises(Attack(seconds=[0.01]), None))


def test_honest_callers_that_wait_or_are_not_answered_are_named() -> None:
    waits = Waits(200, alone=[0.01], beside=[0.01] * 98 + [1.5] * 2, unanswered=1)
    assert len(list(broken_promises(None, waits))) == 2
    assert "beside 200 slow senders" in report_of(None, waits)

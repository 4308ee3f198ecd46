"""The worker's jobs: one that fails does not stop the others."""

import pytest

from domain.errors import StoreUnavailable
from gateway.worker import Job, Worker


def test_a_job_that_fails_is_told_when_the_others_are_done() -> None:
    done: list[int] = []

    def fail(limit: int) -> int:
        raise ValueError("broken")

    def work(limit: int) -> int:
        done.append(limit)
        return 0

    with pytest.raises(ValueError, match="broken"):
        Worker([Job("failed", fail), Job("worked", work)], 7).run_once(lambda: False)
    assert done == [7]


def test_a_store_that_is_away_is_so_for_all_jobs() -> None:
    done: list[int] = []

    def fail(limit: int) -> int:
        done.append(limit)
        raise StoreUnavailable

    with pytest.raises(StoreUnavailable):
        Worker([Job("failed", fail), Job("failed too", fail)], 7).run_once(lambda: False)
    assert done == [7]

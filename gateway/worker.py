"""Background work: what is due is done in batches, and everything due again and again until the program stops."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from domain.errors import StoreUnavailable
from gateway.stop import Stop

RETRY_SECONDS_LIMIT = 60.0
BATCHES_AT_A_TIME = 100

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do when it is due.

    `done` says in the past tense what was done, for people and the log. `work` does up to so many and returns how many
    it found; it may raise `StoreUnavailable`.
    """

    done: str
    work: Callable[[int], int]


class Worker:
    """Does each job in turn. Several workers may run at once: each job sees to it that nothing is done twice."""

    def __init__(self, jobs: Sequence[Job], batch: int) -> None:
        self._jobs = jobs
        self._batch = batch

    def run_once(self, is_stopped: Callable[[], bool]) -> dict[str, int]:
        """Do what is due, a batch at a time; returns how much of each job was done.

        Raises `StoreUnavailable`; else, where a job failed, its error when the others are done.
        """
        done: dict[str, int] = {}
        errors: list[Exception] = []
        for job in self._jobs:
            try:
                done[job.done] = self._run(job, is_stopped)
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - the other jobs are not to wait for it
                errors.append(error)
                _log.exception("failure", operation="worker", job=job.done)
        if errors:
            raise errors[0]
        return done

    def run(self, stop: Stop, pause_seconds: float) -> None:
        """Do what is due until told to stop; where that fails, as where the store is away, again, ever more seldom."""
        wait, failures = pause_seconds, 0
        while not stop.is_wanted:
            try:
                self.run_once(lambda: stop.is_wanted)
                if failures:
                    _log.info("worker goes on", operation="worker", failures=failures)
                wait, failures = pause_seconds, 0
            except StoreUnavailable:
                wait, failures = min(wait * 2, RETRY_SECONDS_LIMIT), failures + 1
                _log.exception("failure", operation="worker", outcome=StoreUnavailable.code, retry_seconds=wait)
            except Exception:  # noqa: BLE001 - it is in the log
                wait, failures = min(wait * 2, RETRY_SECONDS_LIMIT), failures + 1
            stop.wait(wait)

    def _run(self, job: Job, is_stopped: Callable[[], bool]) -> int:
        total = 0
        for _ in range(BATCHES_AT_A_TIME):
            if is_stopped():
                break
            found = job.work(self._batch)
            total += found
            if found < self._batch:
                break
        if total:
            _log.info(job.done, count=total)
        return total

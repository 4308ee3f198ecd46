"""Background work: what is due is done in batches, and everything due again and again until the program stops."""

from collections.abc import Callable

import structlog

from domain.accounts.lapse_holds import LapseHolds
from domain.errors import StoreUnavailable
from gateway.stop import Stop

RETRY_SECONDS_LIMIT = 60.0
BATCHES_AT_A_TIME = 100

_log = structlog.get_logger(__name__)


class Worker:
    """Lapses expired holds. Several may run at once; each hold is released once."""

    def __init__(self, lapse_holds: LapseHolds, batch: int) -> None:
        self._lapse_holds = lapse_holds
        self._batch = batch

    def run_once(self, is_stopped: Callable[[], bool]) -> int:
        """Do what is due, a batch at a time; returns how many holds lapsed. Raises `StoreUnavailable`."""
        total = 0
        for _ in range(BATCHES_AT_A_TIME):
            if is_stopped():
                break
            found = self._lapse_holds(self._batch)
            total += found
            if found < self._batch:
                break
        if total:
            _log.info("holds lapsed", count=total)
        return total

    def run(self, stop: Stop, pause_seconds: float) -> None:
        """Do what is due until told to stop; a store that is away is asked again, ever more seldom."""
        wait = pause_seconds
        while not stop.is_wanted:
            try:
                self.run_once(lambda: stop.is_wanted)
                wait = pause_seconds
            except StoreUnavailable:
                wait = min(wait * 2, RETRY_SECONDS_LIMIT)
                _log.exception("failure", operation="lapse-holds", outcome=StoreUnavailable.code, retry_seconds=wait)
            stop.wait(wait)

"""Workers as processes of their own that are killed (SIGKILL) at a statement of theirs, wherever in a batch that is."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.database.engine import Store, open_store
from tests.adapters.database.faulty import FaultyConnections, Plan
from tests.builders import TestClock
from tests.gateway.cli.dying import processes

Work = Callable[[Store, TestClock], object]
"""A worker's work; it must be a function that another process can import."""


@dataclass
class Death(Plan):
    """The process is killed at its statement of this number, before or `after` that is done."""

    statements_left: int = 0

    def run(self, statement: str, work: Callable[[], Any]) -> Any:
        """See `Plan`."""
        del statement
        self.statements_left -= 1
        if self.statements_left:
            return work()
        if self.after:
            work()
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def run_two(work: Work, database_url: str, now: datetime, dies_at: int) -> bool:
    """Run two workers at once that are killed at this statement of theirs; whether both were done before."""
    started = [
        processes().Process(target=_run, args=(work, database_url, now, dies_at, is_after))
        for is_after in (False, True)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(120)
    codes = {process.exitcode for process in started}
    assert codes <= {0, -signal.SIGKILL}
    return codes == {0}


def _run(work: Work, database_url: str, now: datetime, dies_at: int, is_after: bool) -> None:
    store = open_store(database_url, pool_size=2)
    plan = Death(after=is_after, statements_left=dies_at)
    dying = replace(store, write_connections=FaultyConnections(store.write_connections, plan))
    work(dying, TestClock(now))
    os._exit(0)

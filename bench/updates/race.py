"""Threads that write updates for a while, counted inside one common stretch of time."""

import itertools
import random
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from bench.statistics import Quantiles, quantiles_of
from bench.updates.form import ACCOUNT_COUNT, Form

WARM_UP_SECONDS = 0.2
_rounds = itertools.count()


@dataclass(frozen=True, slots=True)
class Measured:
    """What one round of one form came to; times in milliseconds. `written` counts the warm-up's updates too.

    `seconds` are those of each update that counts, `by_thread` how many of them each thread wrote.

    `cpu_us` is the processor time of this process per update, in microseconds: of Python and the driver, without the
    database server's. It moves less than the rate where the machine does other things too.
    """

    per_second: float
    cpu_us: float
    times: Quantiles
    slowest: float
    written: int
    seconds: list[float]
    by_thread: list[int]

    @property
    def figures(self) -> dict[str, Any]:
        """The round as it is kept in a file: without the time of each single update."""
        return {name: value for name, value in asdict(self).items() if name not in ("seconds", "by_thread")}


class _Thread(threading.Thread):
    def __init__(self, form: Form, number: int, *, hot: bool, until: float, ready: threading.Barrier) -> None:
        super().__init__()
        self._form = form
        self._prefix = f"{time.time_ns():x}-{next(_rounds)}-{number}"
        self._random = random.Random(number)  # noqa: S311 - spreads the load, guards nothing
        self._hot = hot
        self._until = until
        self._ready = ready
        self.done: list[tuple[float, float]] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        """Write until the time is up; an error is kept for the one who waits."""
        try:
            with self._form.worker() as apply:
                self._ready.wait()
                until = time.perf_counter() + self._until
                for number in itertools.count():
                    place = 0 if self._hot else self._random.randrange(ACCOUNT_COUNT)
                    began = time.perf_counter()
                    apply(place, f"{self._prefix}-{number}")
                    ended = time.perf_counter()
                    self.done.append((began, ended))
                    if ended > until:
                        return
        except BaseException as error:  # noqa: BLE001 - told to the one who waits
            self.failed = error
            self._ready.abort()


def race(form: Form, *, threads: int, hot: bool, seconds: float) -> Measured:
    """Write with so many threads; counted is what ended inside the stretch after the warm-up.

    Raises what a thread raised: a round with a wrong answer has no figure.
    """
    ready = threading.Barrier(threads + 1)
    until = WARM_UP_SECONDS + seconds
    workers = [_Thread(form, number, hot=hot, until=until, ready=ready) for number in range(threads)]
    for worker in workers:
        worker.start()
    with suppress(threading.BrokenBarrierError):
        ready.wait()
    began = time.process_time()
    opens = time.perf_counter() + WARM_UP_SECONDS
    for worker in workers:
        worker.join()
    cpu_seconds = time.process_time() - began
    for worker in workers:
        if worker.failed and not isinstance(worker.failed, threading.BrokenBarrierError):
            raise worker.failed
    counted = [
        [ended - began for began, ended in worker.done if opens < ended <= opens + seconds] for worker in workers
    ]
    times = [each for one in counted for each in one]
    written = sum(len(worker.done) for worker in workers)
    return Measured(
        per_second=len(times) / seconds,
        cpu_us=cpu_seconds * 1e6 / written,
        times=quantiles_of([each * 1000 for each in times]),
        slowest=max(times) * 1000,
        written=written,
        seconds=times,
        by_thread=[len(one) for one in counted],
    )

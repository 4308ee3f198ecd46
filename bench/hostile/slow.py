"""Lets honest callers move points while many senders drip."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.progress import Progress
from tests.gateway.shop import Till
from tests.gateway.slow_senders import slow_senders

CALLS = 200


@dataclass
class Waits:
    """How long honest calls took without slow senders and beside them, and how many were not answered."""

    senders: int
    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    unanswered: int = 0


def waits_beside(till: Till, senders: int) -> Waits:
    """Call without them and beside them."""
    told, progress = Waits(senders), Progress(2)
    progress.step("honest callers alone")
    _call(till, "alone", told.alone, told)
    progress.step(f"honest callers beside {senders} slow senders")
    with _dripping(till.gateway.port, senders):
        _call(till, "beside", told.beside, told)
    progress.end()
    return told


def _call(till: Till, name: str, seconds: list[float], told: Waits) -> None:
    for number in range(CALLS):
        began = time.monotonic()
        move = till.soap_update if number % 2 else till.rest_update
        try:
            is_right = move(f"{name}-{number}", 1).status_code == 200
        except OSError:
            is_right = False
        seconds.append(time.monotonic() - began)
        told.unanswered += not is_right


@contextmanager
def _dripping(port: int, count: int) -> Iterator[None]:
    is_over = threading.Event()
    with slow_senders(port, count) as senders:

        def drip() -> None:
            while not is_over.wait(0.2):
                senders.drip()

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            # All have their beginnings sent; let the program meet them before the first honest call.
            time.sleep(1)
            yield
        finally:
            is_over.set()
            thread.join()

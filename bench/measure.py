"""Measures cases in interleaved rounds, and holds every round to its answers."""

import time
from collections.abc import Callable, Mapping, Sequence

from bench.load.case import Case
from bench.load.samples import take_samples
from bench.load.server import Server
from bench.load.wrk import Load, run_wrk
from bench.progress import Progress
from bench.wrong import Wrong

SIZE_TOLERANCE = 0.1
WARM_UP_SECONDS = 1

Rounds = Mapping[str, Sequence[Load]]
"""The rounds of each case, by its name."""


def measure(
    cases: Sequence[tuple[Case, Server]],
    *,
    rounds: int,
    seconds: float,
    connections: int,
    progress: Progress,
    after_round: Callable[[], None] = lambda: None,
    warm_up_seconds: float = WARM_UP_SECONDS,
) -> Rounds:
    """Run each case on its server, one after the other, round after round; the rounds by the case's name.

    Before and after each a few answers are looked at, and wrk's answers must be as large as those. Raises `Wrong`.
    `after_round` measures what wrk does not call, in the same rounds.
    """
    run = f"{time.time_ns():x}"
    measured: dict[str, list[Load]] = {}
    for number in range(-1, rounds):
        for place, (case, server) in enumerate(cases):
            # Not shared by two cases: an update sent again over the other protocol is a replay, and moves nothing.
            prefix = f"{run}-{number + 1}-{place}-"
            if number < 0:
                progress.step(f"warm-up, {case.name}")
                # Some servers listen before they can answer.
                take_samples(case, server.address, prefix=f"{prefix}w")
                run_wrk(case, server, prefix=prefix, seconds=warm_up_seconds, connections=connections)
            else:
                progress.step(f"round {number + 1} of {rounds}, {case.name}")
                load = one_round(case, server, prefix=prefix, seconds=seconds, connections=connections)
                measured.setdefault(case.name, []).append(load)
        if number >= 0:
            after_round()
    return measured


def one_round(case: Case, server: Server, *, prefix: str, seconds: float, connections: int) -> Load:
    """One round of one case; raises `Wrong` where an answer was not the right one."""
    before = take_samples(case, server.address, prefix=f"{prefix}b")
    load = run_wrk(case, server, prefix=prefix, seconds=seconds, connections=connections)
    after = take_samples(case, server.address, prefix=f"{prefix}a")
    check_size(case, load, (before + after) / 2)
    return load


def check_size(case: Case, load: Load, expected_bytes: float) -> None:
    """Raise `Wrong` where wrk's replies were of another size than those that were looked at."""
    if abs(load.reply_bytes - expected_bytes) > SIZE_TOLERANCE * expected_bytes:
        raise Wrong(
            f"{case.name}: the replies under load have {load.reply_bytes:.0f} bytes, those that were looked at "
            f"{expected_bytes:.0f}."
        )

"""Says what came of an attack, and which promises were broken."""

from collections.abc import Iterator

from bench.hostile.documents import Attack
from bench.hostile.slow import Waits
from bench.statistics import quantiles_of
from bench.table import markdown_table

P99_SECONDS = 0.1
KEPT_KIB = 64 * 1024
WAIT_SECONDS = 1.0
COMPLAINTS_SHOWN = 20


def report_of(attacked: Attack | None, waits: Waits | None) -> str:
    """Tables and figures, in Markdown."""
    return "\n\n".join([*(_documents(attacked) if attacked else ()), *(_slow(waits) if waits else ())])


def broken_promises(attacked: Attack | None, waits: Waits | None) -> Iterator[str]:
    """Each in a sentence."""
    if attacked:
        yield from attacked.complaints[:COMPLAINTS_SHOWN]
        if len(attacked.complaints) > COMPLAINTS_SHOWN:
            yield f"{len(attacked.complaints)} answers were wrong in all"
        yield from (f"touched: {line}" for line in attacked.touched[:COMPLAINTS_SHOWN])
        if quantiles_of(attacked.seconds).p99 > P99_SECONDS:
            yield f"99 of 100 answers took up to {quantiles_of(attacked.seconds).p99 * 1000:.0f} ms"
        if attacked.most_kib - attacked.first_kib > KEPT_KIB:
            yield f"memory grew by {(attacked.most_kib - attacked.first_kib) // 1024} MB"
        if attacked.has_moved:
            yield "the books changed"
    if waits:
        if waits.unanswered:
            yield f"{waits.unanswered} honest calls were not answered"
        if quantiles_of(waits.beside).p99 > WAIT_SECONDS:
            yield f"99 of 100 honest callers waited for up to {quantiles_of(waits.beside).p99:.1f} s"


def _documents(attacked: Attack) -> Iterator[str]:
    kinds = sorted({kind for _, kind in attacked.kinds})
    families = sorted({family for family, _ in attacked.kinds})
    rows = [[family, *(str(attacked.kinds[family, kind] or "") for kind in kinds)] for family in families]
    yield markdown_table(["Family", *kinds], [*rows, ["all", *(str(_sum(attacked, kind)) for kind in kinds)]])
    times = quantiles_of(attacked.seconds)
    yield (
        f"{len(attacked.seconds)} answers: p50 {times.p50 * 1000:.2f} ms, p99 {times.p99 * 1000:.2f} ms, "
        f"maximum {max(attacked.seconds) * 1000:.1f} ms; memory {attacked.first_kib // 1024} MB after the first 500, "
        f"{attacked.most_kib // 1024} MB at most."
    )
    yield "System calls were watched." if attacked.is_watched else "System calls were not watched: strace is not there."


def _sum(attacked: Attack, kind: str) -> int:
    return sum(count for (_, each), count in attacked.kinds.items() if each == kind)


def _slow(waits: Waits) -> Iterator[str]:
    alone, beside = quantiles_of(waits.alone), quantiles_of(waits.beside)
    yield (
        f"Honest calls: p50 {alone.p50 * 1000:.1f} ms and p99 {alone.p99 * 1000:.1f} ms alone; p50 "
        f"{beside.p50 * 1000:.1f} ms and p99 {beside.p99 * 1000:.1f} ms beside {waits.senders} slow senders."
    )

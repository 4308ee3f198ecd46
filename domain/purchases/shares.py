"""Dividing a whole number over parts, so that the parts add up to it."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`total` (not below zero) in whole parts proportional to `weights` (none below zero), adding up to it exactly.

    By the largest-remainder rule (Hamilton's method): each part is rounded down, and what is left goes, one each, to
    the parts that lost most; of equals, to the first. Where all weights are zero, the first part gets all.
    """
    whole = sum(weights)
    if not whole:
        return [total, *[0] * (len(weights) - 1)] if weights else []
    parts = [total * weight // whole for weight in weights]
    lost = [total * weight % whole for weight in weights]
    by_loss = sorted(range(len(weights)), key=lambda place: -lost[place])
    for place in by_loss[: total - sum(parts)]:
        parts[place] += 1
    return parts

"""Whether a ticket earns too fast: pure, by the business time of tickets and not by when they arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.amounts import format_plain, from_scaled, to_scaled
from domain.programmes.velocity import Velocity

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class GivenTicket:
    """A ticket whose points (scaled, above zero) nobody had to look at, and its business time."""

    occurred_at: datetime
    points: int


@dataclass(frozen=True, slots=True)
class EarningHistory:
    """What other tickets gave before this one: to the member on its day (scaled), and to its card around its hour."""

    earned_today: int = 0
    around: Sequence[GivenTicket] = ()


def why_review(velocity: Velocity, ticket: GivenTicket, around: Sequence[GivenTicket]) -> str:
    """The sentence that says which limit the ticket would pass; empty where it passes none.

    Every hour that has the ticket in it is looked at, those that end with it and those that begin with it alike. So no
    hour of business time gives more than the limits, in whatever order its tickets arrive.
    """
    counts, sums = zip(*_hours(ticket, around), strict=True)
    tickets, points = max(counts), max(sums)
    if velocity.tickets_per_hour is not None and tickets > velocity.tickets_per_hour:
        return _sentence(f"{tickets} tickets", str(velocity.tickets_per_hour))
    if velocity.points_per_hour is not None and points > to_scaled(velocity.points_per_hour):
        return _sentence(f"{format_plain(from_scaled(points))} points", format_plain(velocity.points_per_hour))
    return ""


def _hours(ticket: GivenTicket, around: Sequence[GivenTicket]) -> list[tuple[int, int]]:
    """How many tickets and points each hour has that begins with a ticket and has this one in it."""
    moment = ticket.occurred_at
    starts = [other.occurred_at for other in around if moment - HOUR < other.occurred_at <= moment]
    hours = []
    for start in (*starts, moment):
        inside = [other.points for other in around if start <= other.occurred_at < start + HOUR]
        hours.append((len(inside) + 1, sum(inside) + ticket.points))
    return hours


def _sentence(found: str, limit: str) -> str:
    return f"In review: it would make {found} within an hour, and {limit} is the limit. No points until somebody has looked."

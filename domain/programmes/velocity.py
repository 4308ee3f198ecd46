"""How fast a card may earn before somebody looks."""

from dataclasses import dataclass
from decimal import Decimal

from domain.amounts import format_plain
from domain.errors import InvalidInput
from domain.programmes.form_reader import FormReader

TICKETS_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Velocity:
    """How many tickets of one card may earn, and how many points in all, in any hour; None where it does not matter."""

    tickets_per_hour: int | None = None
    points_per_hour: Decimal | None = None


def read_velocity(reader: FormReader | None) -> Velocity | None:
    """The limits of this member of the rules' form; raises `InvalidInput`."""
    if reader is None:
        return None
    velocity = Velocity(reader.whole("ticketsPerHour", at_most=TICKETS_LIMIT) or None, reader.amount("pointsPerHour"))
    reader.close()
    if velocity == Velocity():
        raise InvalidInput("velocity limits nothing; give ticketsPerHour or pointsPerHour.", field="velocity")
    return velocity


def write_velocity(velocity: Velocity) -> dict[str, object]:
    """The inverse of `read_velocity`."""
    members: dict[str, object] = {}
    if velocity.tickets_per_hour is not None:
        members["ticketsPerHour"] = velocity.tickets_per_hour
    if velocity.points_per_hour is not None:
        members["pointsPerHour"] = format_plain(velocity.points_per_hour)
    return members

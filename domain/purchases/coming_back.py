"""Which lines of an earlier ticket come back with a later one."""

from collections.abc import Sequence
from decimal import Decimal

from domain.errors import InvalidInput
from domain.purchases.returns import BookedLine
from domain.purchases.ticket import KeptLine, Ticket
from domain.purchases.ticket_books import BookedTicket


def coming_back(ticket: Ticket, original: BookedTicket) -> list[tuple[BookedLine, Decimal]]:
    """The lines of the original that this ticket returns, each with the quantity: all that is left, of a cancellation.

    Raises `InvalidInput` for a line that the original does not have.
    """
    if ticket.cancels:
        return [(line, line.left) for line in original.lines if line.left]
    if ticket.kept is not None:
        return _but_for_what_stays(ticket.kept, original)
    by_number = {line.line: line for line in original.lines}
    unknown = [back.original_line for back in ticket.returned if back.original_line not in by_number]
    if unknown:
        raise InvalidInput(f"The original has no line {unknown[0]}.", field="returnedLines")
    return [(by_number[back.original_line], back.quantity) for back in ticket.returned]


def _but_for_what_stays(kept: Sequence[KeptLine], original: BookedTicket) -> list[tuple[BookedLine, Decimal]]:
    """All that is left of the original but for these lines."""
    stays = {line.original_line: line.quantity for line in kept}
    back = [(line, line.left - stays.get(line.line, Decimal(0))) for line in original.lines]
    for line, quantity in back:
        if quantity < 0:
            raise InvalidInput(
                f"Of line {line.line} only {line.left.normalize():f} is left; more than that can't stay.", field="kept"
            )
    return [(line, quantity) for line, quantity in back if quantity]

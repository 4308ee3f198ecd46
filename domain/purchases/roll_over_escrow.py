"""Use case: let points be spent whose waiting is done."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.purchases.ticket_books import TicketBooks


@dataclass(frozen=True, slots=True)
class RollOverEscrow:
    """Moves due points from escrow to what can be spent and counts for tiers; several workers at once move each once."""

    books: TicketBooks
    clock: Clock

    def __call__(self, limit: int = 100) -> int:
        """Roll over what is due, of up to `limit` tickets; returns how many were found. Raises `StoreUnavailable`."""
        return self.books.roll_over(self.clock.now(), limit)

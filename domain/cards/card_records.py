"""Port: where cards are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.programmes.programme import Programme
from domain.recorded import RowResult
from domain.status import Status


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a customer; its number is digits, unique in the programme."""

    number: str
    customer_number: str
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True)
class CardState:
    """All that deciding a new card looks at: the card of this number, if any, and whether the customer is known."""

    known: Card | None
    customer_status: Status | None


DecideCard = Callable[[Card, CardState], RowResult]


class CardRecords(Protocol):
    """Keeps cards. What a method changed is durable when it returns; all raise `StoreUnavailable`."""

    def put(
        self, programme: Programme, cards: Sequence[Card], decide: DecideCard, now: datetime
    ) -> Sequence[RowResult]:
        """Decide on each card in turn, and write those that are new, all in one transaction; they are made `now`.

        Of two with one number, the second is decided against the first.
        """

    def by_number(self, programme_id: int, number: str) -> Card | None:
        """The card with these digits, or None."""

    def of_customer(self, programme_id: int, customer_number: str) -> Sequence[Card]:
        """The customer's cards, by number."""

    def change_status(self, programme_id: int, number: str, change: Callable[[Status], Status]) -> Status | None:
        """Change a card's status; None where there is none. Where `change` raises, nothing is changed."""

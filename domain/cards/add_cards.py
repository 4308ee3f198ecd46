"""Use case: add cards, one or a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.cards.card_number import card_number
from domain.cards.card_records import Card, CardRecords, CardState
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status, parse_status
from domain.text import clean_identifier


def card_of(number: str, customer_number: str, status: str = "") -> Card:
    """The card in these texts; raises `InvalidInput` for what is no card, customer number or status."""
    return Card(
        card_number(number, "number"), clean_identifier(customer_number, "customer_number"), parse_status(status)
    )


@dataclass(frozen=True, slots=True)
class AddCards:
    """Gives cards to customers."""

    cards: CardRecords
    clock: Clock

    def __call__(self, programme: Programme, cards: Sequence[Card]) -> Sequence[RowResult]:
        """What became of each card, in their order; the accepted ones are written together. See `card_of`."""
        return self.cards.put(programme, cards, decide_card, self.clock.now())


def decide_card(card: Card, state: CardState) -> RowResult:
    """What becomes of a card: a known one of the same customer stays as it is, with its status."""
    if state.known:
        if state.known.customer_number != card.customer_number:
            return InvalidInput(
                f"Card {card.number} belongs to another customer; close that one, or check the number.", field="number"
            )
        return Recorded.UNCHANGED
    if state.customer_status is None:
        return InvalidInput(
            f"There is no customer {card.customer_number}; add the customer first.", field="customer_number"
        )
    if state.customer_status is Status.CLOSED and card.status is not Status.CLOSED:
        return InvalidInput(f"Customer {card.customer_number} is closed and gets no new card.", field="customer_number")
    return Recorded.ADDED

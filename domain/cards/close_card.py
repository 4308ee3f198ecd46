"""Use case: close a card for good."""

from dataclasses import dataclass

from domain.cards.card_number import card_number
from domain.cards.card_records import CardRecords
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.status import Status


@dataclass(frozen=True, slots=True)
class CloseCard:
    """A closed card finds no account any more; its number is not given out again."""

    cards: CardRecords

    def __call__(self, programme: Programme, number: str) -> Status:
        """Close it; raises `InvalidInput` where there is none of this number."""
        digits = card_number(number)
        status = self.cards.change_status(programme.id, digits, lambda _: Status.CLOSED)
        if status is None:
            raise InvalidInput(f"There is no card {digits} in programme {programme.code}.", field="number")
        return status

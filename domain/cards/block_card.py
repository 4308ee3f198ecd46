"""Use cases: block a card for a while, and let it work again."""

from dataclasses import dataclass

from domain.cards.card_number import card_number
from domain.cards.card_records import CardRecords
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.status import Status, changed_status


@dataclass(frozen=True, slots=True)
class BlockCard:
    """A lost card is blocked: it finds no account any more, while the customer's account goes on."""

    cards: CardRecords

    def __call__(self, programme: Programme, number: str, *, blocked: bool = True) -> Status:
        """Block it, or unblock it; raises `InvalidInput` where there is none of this number, or it is closed."""
        digits = card_number(number)
        wanted = Status.BLOCKED if blocked else Status.ACTIVE
        status = self.cards.change_status(
            programme.id, digits, lambda present: changed_status(present, wanted, f"Card {digits}")
        )
        if status is None:
            raise InvalidInput(f"There is no card {digits} in programme {programme.code}.", field="number")
        return status

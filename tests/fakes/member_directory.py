"""Members in memory."""

from dataclasses import replace

from domain.programmes.programme import Programme
from domain.purchases.member_directory import Member


class FakeMembers:
    """A `MemberDirectory` over a dictionary; a card that is not in it is not active."""

    def __init__(self) -> None:
        self.cards: dict[tuple[int, str], Member] = {}
        self.ids: dict[tuple[int, str], str] = {}

    def put(self, programme: Programme, card_number: str, member: Member) -> None:
        """Give the member this card."""
        self.cards[programme.id, card_number] = member

    def by_card(self, programme: Programme, card_number: str) -> Member | None:
        return self.cards.get((programme.id, card_number))

    def by_id(self, programme: Programme, member_id: str) -> Member | None:
        number = self.ids.get((programme.id, member_id))
        return self.by_customer(programme, number) if number else None

    def by_customer(self, programme: Programme, customer_number: str) -> Member | None:
        found = (member for (kept_in, _), member in self.cards.items() if kept_in == programme.id)
        return next(
            (replace(member, card_id=None) for member in found if member.customer_number == customer_number), None
        )

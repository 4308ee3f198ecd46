"""Files of cards."""

from collections.abc import Collection, Mapping, Sequence

from domain.cards.add_cards import AddCards, card_of
from domain.cards.card_records import Card
from domain.programmes.programme import Programme
from domain.recorded import RowResult
from gateway.files.columns import Column
from gateway.files.importing import ImportKind

CARD_COLUMNS = (
    Column("number", "The card's digits; spaces and dashes are dropped.", "8934736829037", is_needed=True),
    Column("customer_number", "The customer who holds the card.", "100", is_needed=True),
    Column("status", "ACTIVE, BLOCKED or CLOSED, for new cards; ACTIVE where it is empty.", "ACTIVE"),
)


def card_import(add: AddCards, programme: Programme) -> ImportKind[Card]:
    """How files of cards are taken into this programme."""

    def record(cards: Sequence[Card], given: Collection[str]) -> Sequence[RowResult]:
        del given
        return add(programme, cards)

    return ImportKind(CARD_COLUMNS, card_in, record)


def card_in(cells: Mapping[str, str]) -> Card:
    """The card in a row; raises `InvalidInput`."""
    return card_of(cells["number"], cells["customer_number"], cells.get("status", ""))


def card_row(card: Card) -> list[str]:
    """The card as a row of these columns."""
    return [card.number, card.customer_number, card.status]

"""Port: all records of a programme, one after the other, for exports."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from domain.accounts.account_sheet import AccountSheet
from domain.accounts.movement_line import MovementLine
from domain.cards.card_records import Card
from domain.customers.customer import Customer


class WholeRecords(Protocol):
    """Reads a programme's records from the first to the last, in bounded memory; raises `StoreUnavailable`.

    What changes meanwhile may or may not be seen.
    """

    def customers(self, programme_id: int) -> Iterator[Customer]:
        """The customers, in the order in which they joined."""

    def cards(self, programme_id: int) -> Iterator[Card]:
        """The cards, in the order in which they were added."""

    def accounts(self, programme_id: int, now: datetime) -> Iterator[AccountSheet]:
        """The accounts, in the order in which they were opened; held counts holds whose expiry is after `now`.

        Tier and balance are those of `now`, whether or not anybody has written what time has done to them.
        """

    def movements(self, programme_id: int, since: datetime, until: datetime) -> Iterator[MovementLine]:
        """The movements that were received from `since` on and before `until`, by their ids."""

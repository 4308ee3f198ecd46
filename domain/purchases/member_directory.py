"""Port: who a purchase belongs to."""

from dataclasses import dataclass
from typing import Protocol

from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class Member:
    """A customer with a loyalty account, on which purchases earn; `tier` is the account's tier code, or empty.

    `card_id` is our own number of the card that was shown, None where none was.
    """

    customer_number: str
    account_number: str
    tier: str = ""
    card_id: int | None = None


class MemberDirectory(Protocol):
    """Finds members. All methods raise `StoreUnavailable`."""

    def by_card(self, programme: Programme, card_number: str) -> Member | None:
        """The member with this card, where it is active; None where there is none, or no loyalty account."""

    def by_id(self, programme: Programme, member_id: str) -> Member | None:
        """The member with this id of `identifier_keys.customer_uuid`."""

    def by_customer(self, programme: Programme, customer_number: str) -> Member | None:
        """The member with this customer number; of several loyalty accounts, the one opened first."""

"""Port: who a purchase belongs to."""

from dataclasses import dataclass
from typing import Protocol

from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class Member:
    """A customer with a loyalty account, on which purchases earn; `tier` is the account's tier code, or empty.

    `card_id` is our own number of the card that was shown, None where none was. `found_as` is the number of the customer
    who was found, where the account was merged into one of another customer, or of nobody; else empty.
    """

    customer_number: str
    account_number: str
    tier: str = ""
    card_id: int | None = None
    found_as: str = ""

    @property
    def name(self) -> str:
        """A customer number that leads here, whoever the account belongs to."""
        return self.found_as or self.customer_number

    def goes_by(self, customer_number: str) -> bool:
        """Whether this number is the customer's, or that of the one who was found."""
        return customer_number in (self.customer_number, self.name)


class MemberDirectory(Protocol):
    """Finds members. All methods raise `StoreUnavailable`."""

    def by_card(self, programme: Programme, card_number: str) -> Member | None:
        """The member with this card, where it is active; None where there is none, or no loyalty account."""

    def by_id(self, programme: Programme, member_id: str) -> Member | None:
        """The member with this id of `identifier_keys.customer_uuid`."""

    def by_customer(self, programme: Programme, customer_number: str) -> Member | None:
        """The member with this customer number; of several loyalty accounts, the one opened first."""

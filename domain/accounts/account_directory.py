"""Port: where accounts are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails
from domain.pager import Listed, Window
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class AccountCriteria:
    """What an account must be, joined by and; an empty part asks for nothing.

    At least one of customer, card, hashed card and account number is there. Texts are trimmed ASCII, the hash
    lower-case, the currency upper-case; `card_number` and `hashed_card_number` name a card of the account's customer.
    """

    customer_number: str = ""
    card_number: str = ""
    hashed_card_number: str = ""
    number: str = ""
    type: AccountType | None = None
    currency: str = ""
    site: str = ""


class AccountDirectory(Protocol):
    """Finds the accounts of one programme; nothing of another is ever answered."""

    def list_accounts(
        self, programme: Programme, criteria: AccountCriteria, now: datetime, window: Window
    ) -> Sequence[Listed[AccountDetails]]:
        """The accounts that match, with customer and figures; held counts holds whose expiry is after `now`.

        In the order of account number and type, which are the sort key.
        """

    def count_accounts(self, programme: Programme, criteria: AccountCriteria, cap: int) -> int:
        """How many accounts `list_accounts` would list without a window; `cap` where they are as many or more."""

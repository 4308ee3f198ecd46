"""Use case: find accounts by customer, card, account id, type, currency or site."""

from dataclasses import dataclass

from domain.accounts.account_details import AccountDetails
from domain.identity.caller import Caller
from domain.identity.origin import NOWHERE, Origin
from domain.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class AccountSearch:
    """Every part may be empty, but one of customer, card, hashed card and account id is needed; they are joined by and.

    `site` is where the account was opened.
    """

    customer_number: str = ""
    card_number: str = ""
    hashed_card_number: str = ""
    account_id: str = ""
    account_type: str = ""
    currency: str = ""
    site: str = ""
    page: PageRequest = PageRequest()
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SearchAccounts:
    """Searches one programme's accounts, with their figures."""

    def __call__(self, caller: Caller, search: AccountSearch) -> Page[AccountDetails]:
        """The page of accounts; raises `UnknownAccountType`, `InvalidInput` or `NotAllowed`."""
        raise NotImplementedError

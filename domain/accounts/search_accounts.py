"""Use case: find accounts by customer, card, account id, type, currency or site."""

from dataclasses import dataclass

from domain.accounts.account import parse_account_type
from domain.accounts.account_details import AccountDetails
from domain.accounts.account_directory import AccountCriteria, AccountDirectory
from domain.clock import Clock
from domain.customers.whose import customer_number_of
from domain.errors import InvalidInput
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.pager import Pager
from domain.paging import FIRST_PAGE, Page, PageRequest
from domain.text import XML_WHITESPACE, optional_identifier


@dataclass(frozen=True, slots=True)
class AccountSearch:
    """Every part may be empty, but one of customer, card, hashed card and account id is needed; they are joined by and.

    The caller's subject counts as the customer. `site` is where the account was opened.
    """

    customer_number: str = ""
    card_number: str = ""
    hashed_card_number: str = ""
    account_id: str = ""
    account_type: str = ""
    currency: str = ""
    site: str = ""
    page: PageRequest = FIRST_PAGE
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SearchAccounts:
    """Searches one programme's accounts, with their figures."""

    accounts: AccountDirectory
    pages: Pager
    clock: Clock

    def __call__(self, caller: Caller, search: AccountSearch) -> Page[AccountDetails]:
        """The page of accounts; raises `UnknownAccountType`, `InvalidInput` or `NotAllowed`."""
        caller.require(Operation.SEARCH_ACCOUNTS)
        resolve_origin(caller, NOWHERE, search.header_origin)
        programme, criteria, now = caller.programme, _criteria_of(caller, search), self.clock.now()
        return self.pages.page(
            search.page,
            (programme.id, "accounts", repr(criteria)),
            rows=lambda window: self.accounts.list_accounts(programme, criteria, now, window),
            count=lambda cap: self.accounts.count_accounts(programme, criteria, cap),
        )


def _criteria_of(caller: Caller, search: AccountSearch) -> AccountCriteria:
    about_customer = bool(search.customer_number or caller.subject)
    criteria = AccountCriteria(
        customer_number=customer_number_of(caller, search.customer_number) if about_customer else "",
        card_number=optional_identifier(search.card_number, "cardNumber"),
        hashed_card_number=optional_identifier(search.hashed_card_number, "hashedPan").lower(),
        number=optional_identifier(search.account_id, "accountId"),
        currency=optional_identifier(search.currency, "currencyId").upper(),
        site=optional_identifier(search.site, "locationId"),
        type=parse_account_type(search.account_type) if search.account_type.strip(XML_WHITESPACE) else None,
    )
    if not (about_customer or criteria.card_number or criteria.hashed_card_number or criteria.number):
        raise InvalidInput("Send customerNumber, cardNumber, hashedPan or accountId.", field="customerNumber")
    return criteria

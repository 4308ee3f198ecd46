"""Use case: find customers by the beginning of a name."""

from dataclasses import dataclass

from domain.customers.customer import Customer
from domain.customers.customer_directory import CustomerDirectory
from domain.customers.name_keys import name_keys, name_term
from domain.customers.only_subject import page_of_subject
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.pager import Pager
from domain.paging import FIRST_PAGE, Page, PageRequest


@dataclass(frozen=True, slots=True)
class NameSearch:
    """A prefix of a surname, of forename and surname in either order, or of the whole name, as the till typed it."""

    text: str
    page: PageRequest = FIRST_PAGE
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SearchCustomersByName:
    """Searches one programme's customers by name: case, accents, punctuation and script make no difference."""

    customers: CustomerDirectory
    pages: Pager

    def __call__(self, caller: Caller, search: NameSearch) -> Page[Customer]:
        """The page of customers; raises `InvalidInput` or `NotAllowed`."""
        caller.require(Operation.SEARCH_CUSTOMERS)
        resolve_origin(caller, NOWHERE, search.header_origin)
        term = name_term(search.text, "searchName")
        programme_id = caller.programme.id
        if caller.subject:
            return page_of_subject(
                self.pages, self.customers, caller, lambda customer: _is_named(customer, term), search.page
            )
        return self.pages.page(
            search.page,
            (programme_id, "customers by name", term),
            rows=lambda window: self.customers.list_by_name(programme_id, term, window),
            count=lambda cap: self.customers.count_by_name(programme_id, term, cap),
        )


def _is_named(customer: Customer, term: str) -> bool:
    return any(name.key.startswith(term) for name in name_keys(customer.forename, customer.surname))

"""Use case: find customers by postcode."""

from dataclasses import dataclass

from domain.customers.customer import Customer
from domain.customers.customer_directory import CustomerDirectory
from domain.customers.only_subject import page_of_subject
from domain.customers.postcodes import postcode_key, postcode_prefix
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.pager import Pager
from domain.paging import FIRST_PAGE, Page, PageRequest


@dataclass(frozen=True, slots=True)
class PostcodeSearch:
    """A full postcode or its outward part, in any spacing and case, as the till typed it."""

    postcode: str
    page: PageRequest = FIRST_PAGE
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SearchCustomersByPostcode:
    """Searches one programme's customers by postcode, read by the rules of the programme's country."""

    customers: CustomerDirectory
    pages: Pager

    def __call__(self, caller: Caller, search: PostcodeSearch) -> Page[Customer]:
        """The page of customers; raises `InvalidInput` or `NotAllowed`."""
        caller.require(Operation.SEARCH_CUSTOMERS)
        resolve_origin(caller, NOWHERE, search.header_origin)
        programme_id, country = caller.programme.id, caller.programme.country
        prefix = postcode_prefix(search.postcode, country, "searchPostcode")
        if caller.subject:
            return page_of_subject(
                self.pages, self.customers, caller, lambda one: _lives_at(one, country, prefix), search.page
            )
        return self.pages.page(
            search.page,
            (programme_id, "customers by postcode", prefix),
            rows=lambda window: self.customers.list_by_postcode(programme_id, prefix, window),
            count=lambda cap: self.customers.count_by_postcode(programme_id, prefix, cap),
        )


def _lives_at(customer: Customer, country: str, prefix: str) -> bool:
    return (postcode_key(customer.address.postcode, country) or "").startswith(prefix)

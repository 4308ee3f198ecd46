"""Use case: find customers by postcode."""

from dataclasses import dataclass

from domain.customers.customer import Customer
from domain.identity.caller import Caller
from domain.identity.origin import NOWHERE, Origin
from domain.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class PostcodeSearch:
    """A full postcode or its outward part, in any spacing and case, as the till typed it."""

    postcode: str
    page: PageRequest = PageRequest()
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SearchCustomersByPostcode:
    """Searches one programme's customers by postcode."""

    def __call__(self, caller: Caller, search: PostcodeSearch) -> Page[Customer]:
        """The page of customers; raises `InvalidInput` or `NotAllowed`."""
        raise NotImplementedError

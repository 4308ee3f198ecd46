"""Use case: find customers by the beginning of a name."""

from dataclasses import dataclass

from domain.customers.customer import Customer
from domain.identity.caller import Caller
from domain.identity.origin import NOWHERE, Origin
from domain.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class NameSearch:
    """A prefix of a surname, of forename and surname in either order, or of the whole name, as the till typed it."""

    text: str
    page: PageRequest = PageRequest()
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class SearchCustomersByName:
    """Searches one programme's customers by name."""

    def __call__(self, caller: Caller, search: NameSearch) -> Page[Customer]:
        """The page of customers; raises `InvalidInput` or `NotAllowed`."""
        raise NotImplementedError

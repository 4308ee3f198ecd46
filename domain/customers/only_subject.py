"""What a search lists for a caller who may reach one customer only."""

from collections.abc import Callable

from domain.customers.customer import Customer
from domain.customers.customer_directory import CustomerDirectory
from domain.identity.caller import Caller
from domain.pager import Listed, Pager
from domain.paging import Page, PageRequest


def page_of_subject(
    pages: Pager,
    customers: CustomerDirectory,
    caller: Caller,
    matches: Callable[[Customer], bool],
    request: PageRequest,
) -> Page[Customer]:
    """Return the page of the caller's subject alone: one row where the customer matches, else none.

    Decided on the customer as read, so that a narrow caller costs one look-up and not a scan of all matches.
    """
    customer = customers.read(caller.programme.id, caller.subject)
    listed = [Listed(customer, (customer.number,))] if customer is not None and matches(customer) else []
    # No list of one row ever issued a token, so any token is refused.
    return pages.page(
        request, (), rows=lambda window: listed[window.skip : window.skip + window.limit], count=lambda _: len(listed)
    )

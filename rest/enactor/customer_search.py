"""GET /customers/search: find customers by name or by postcode."""

from collections.abc import Callable
from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.customers.customer import Customer
from domain.customers.search_by_name import NameSearch
from domain.customers.search_by_postcode import PostcodeSearch
from domain.errors import InvalidInput
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.paging import Page
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, PageSchema, links, page_asked, page_members
from rest.enactor.replies.customer import CustomerSchema, customer_members
from rest.enactor.settings import RestSettings, rest_settings
from rest.enactor.wire_schema import ReplySchema, type_name


class CustomerSearchSchema(PageQuerySchema):
    """Either a name or a postcode."""

    search_name = fields.String(
        metadata={"description": "The beginning of a surname, of forename and surname in either order, or of both."}
    )
    search_postcode = fields.String(metadata={"description": "A postcode or its first part, in any spacing and case."})


class CustomerPageSchema(PageSchema):
    """One page of customers."""

    contents = fields.List(fields.Nested(CustomerSchema), required=True)


class CustomerSearchResponseSchema(ReplySchema):
    """The answer to a search for customers."""

    at_type = type_name("customerSearchResponse")
    paged_list = fields.Nested(CustomerPageSchema, required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/customers/search",
        name="searchCustomers",
        query=CustomerSearchSchema,
        reply=CustomerSearchResponseSchema,
        headers=LINK_HEADER,
    )
    def search_customers(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Find customers by name or by postcode.

        Case, accents, punctuation and script make no difference. The header `Link` leads to the other pages.
        """
        page = find(core, caller(), search_of(query, rest_settings(), header_origin))
        return members_of(page), links(page)


def search_of(
    query: dict[str, Any], settings: RestSettings, origin: Callable[[], Origin]
) -> NameSearch | PostcodeSearch:
    """The search in a query that was read; raises `InvalidInput`."""
    if ("search_name" in query) == ("search_postcode" in query):
        raise InvalidInput("Send either searchName or searchPostcode.", field="searchName")
    page = page_asked(query, settings)
    if "search_name" in query:
        return NameSearch(query["search_name"], page, origin())
    return PostcodeSearch(query["search_postcode"], page, origin())


def find(core: LoyaltyCore, caller: Caller, search: NameSearch | PostcodeSearch) -> Page[Customer]:
    """What the search finds; raises what the core raises."""
    if isinstance(search, NameSearch):
        return core.search_customers_by_name(caller, search)
    return core.search_customers_by_postcode(caller, search)


def members_of(page: Page[Customer]) -> dict[str, Any]:
    """A page under the names of `CustomerSearchResponseSchema`."""
    return {"paged_list": {**page_members(page), "contents": [customer_members(row) for row in page.rows]}}

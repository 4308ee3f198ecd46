"""GET /customers/search: find customers by name or by postcode."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.customers.customer import Customer
from domain.customers.search_by_name import NameSearch
from domain.customers.search_by_postcode import PostcodeSearch
from domain.errors import InvalidInput
from domain.paging import Page
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, PageSchema, links, page_members, page_request
from rest.enactor.replies.customer import CustomerSchema, customer_members
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
        page = _search(core, query)
        contents = [customer_members(row) for row in page.rows]
        return {"paged_list": {**page_members(page), "contents": contents}}, links(page)


def _search(core: LoyaltyCore, query: dict[str, Any]) -> Page[Customer]:
    if ("search_name" in query) == ("search_postcode" in query):
        raise InvalidInput("Send either searchName or searchPostcode.", field="searchName")
    page, origin = page_request(query), header_origin()
    if "search_name" in query:
        return core.search_customers_by_name(caller(), NameSearch(query["search_name"], page, origin))
    return core.search_customers_by_postcode(caller(), PostcodeSearch(query["search_postcode"], page, origin))

"""CustomerService: finding customers and their accounts."""

from typing import Any

from lxml import etree
from spyne import AnyXml, Service, rpc

from domain.accounts.search_accounts import AccountSearch
from domain.customers.search_by_name import NameSearch
from domain.customers.search_by_postcode import PostcodeSearch
from domain.paging import PageRequest
from wsdl.call import Call, call_of
from wsdl.replies.listings import ACCOUNTS, CUSTOMERS
from wsdl.replies.paged_list import paged_reply
from wsdl.types.searches import CustomerNameSearchRequest, CustomerPostcodeSearchRequest, LoyaltyAccountSearchRequest
from wsdl.values import given, page_request


class CustomerService(Service):
    """The operations of CustomerService.wsdl."""

    @rpc(
        CustomerNameSearchRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "customerNameSearchRequest"},
        _operation_name="submitCustomerNameSearch",
        _returns=AnyXml,
    )
    def submit_customer_name_search(ctx: Any, request: Any) -> etree._Element:  # noqa: N805 - Spyne's way
        """Find customers by the beginning of a name."""
        call = call_of(ctx)
        search = NameSearch(request.searchName, page=_page(call, request), header_origin=call.context.origin)
        page = call.core.search_customers_by_name(call.caller, search)
        return paged_reply("submitCustomerNameSearchResponse", page, CUSTOMERS, zeros=call.settings.paging_zeros)

    @rpc(
        CustomerPostcodeSearchRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "customerPostcodeSearchRequest"},
        _operation_name="submitCustomerPostcodeSearch",
        _returns=AnyXml,
    )
    def submit_customer_postcode_search(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Find customers by postcode."""
        call = call_of(ctx)
        search = PostcodeSearch(request.searchPostcode, page=_page(call, request), header_origin=call.context.origin)
        page = call.core.search_customers_by_postcode(call.caller, search)
        return paged_reply("submitCustomerPostcodeSearchResponse", page, CUSTOMERS, zeros=call.settings.paging_zeros)

    @rpc(
        LoyaltyAccountSearchRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "loyaltyAccountSearchRequest"},
        _operation_name="submitLoyaltyAccountSearch",
        _returns=AnyXml,
    )
    def submit_loyalty_account_search(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Find accounts by customer, card, account id, type, currency or site."""
        call = call_of(ctx)
        search = AccountSearch(
            customer_number=given(request.customerNumber),
            card_number=given(request.pan),
            hashed_card_number=given(request.hashedPan),
            account_id=given(request.accountId),
            account_type=given(request.accountType),
            currency=given(request.currencyId),
            site=given(request.locationId),
            page=_page(call, request),
            header_origin=call.context.origin,
        )
        page = call.core.search_accounts(call.caller, search)
        return paged_reply("submitLoyaltyAccountSearchResponse", page, ACCOUNTS, zeros=call.settings.paging_zeros)


def _page(call: Call, request: Any) -> PageRequest:
    info = request.pageInfo
    return page_request(
        info.rowOffset if info else None,
        info.rowCount if info else None,
        request.pageToken,
        call.settings.page_size_default,
    )

"""CustomerService: finding customers and their accounts."""

from typing import Any

from lxml import etree
from spyne import AnyXml, Service, rpc

from wsdl.call import call_of
from wsdl.operations import search_accounts, search_by_name, search_by_postcode
from wsdl.replies.listings import ACCOUNTS, CUSTOMERS
from wsdl.replies.paged_list import paged_reply
from wsdl.types.searches import CustomerNameSearchRequest, CustomerPostcodeSearchRequest, LoyaltyAccountSearchRequest


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
        page = search_by_name(call, request)
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
        page = search_by_postcode(call, request)
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
        page = search_accounts(call, request)
        return paged_reply("submitLoyaltyAccountSearchResponse", page, ACCOUNTS, zeros=call.settings.paging_zeros)

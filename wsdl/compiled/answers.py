"""How each operation of the fast road is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wsdl import operations
from wsdl.call import Call
from wsdl.compiled.balance_replies import enquiry_reply, update_reply
from wsdl.compiled.paged_list import PagedListWriter
from wsdl.replies.listings import ACCOUNTS, CUSTOMERS
from wsdl.types.balances import AccountBalanceEnquiryRequest, AccountBalanceUpdateRequest
from wsdl.types.searches import CustomerNameSearchRequest, CustomerPostcodeSearchRequest, LoyaltyAccountSearchRequest

_CUSTOMER_PAGES, _ACCOUNT_PAGES = PagedListWriter(CUSTOMERS), PagedListWriter(ACCOUNTS)


@dataclass(frozen=True, slots=True)
class Operation:
    """How one operation is answered: `ask` turns its request into the core's answer, `write` that into the reply."""

    service: str
    name: str
    request: Any
    ask: Callable[[Call, Any], Any]
    write: Callable[[Call, Any, Any], str]


OPERATIONS = (
    Operation(
        "AccountBalanceService",
        "submitAccountBalanceEnquiry",
        AccountBalanceEnquiryRequest,
        operations.enquire_balance,
        lambda _call, request, answer: enquiry_reply(request, answer),
    ),
    Operation(
        "AccountBalanceService",
        "submitAccountBalanceUpdate",
        AccountBalanceUpdateRequest,
        operations.update_balance,
        lambda _call, request, answer: update_reply(request, answer),
    ),
    Operation(
        "CustomerService",
        "submitCustomerNameSearch",
        CustomerNameSearchRequest,
        operations.search_by_name,
        lambda call, _request, page: _CUSTOMER_PAGES.write(page, call.settings),
    ),
    Operation(
        "CustomerService",
        "submitCustomerPostcodeSearch",
        CustomerPostcodeSearchRequest,
        operations.search_by_postcode,
        lambda call, _request, page: _CUSTOMER_PAGES.write(page, call.settings),
    ),
    Operation(
        "CustomerService",
        "submitLoyaltyAccountSearch",
        LoyaltyAccountSearchRequest,
        operations.search_accounts,
        lambda call, _request, page: _ACCOUNT_PAGES.write(page, call.settings),
    ),
)

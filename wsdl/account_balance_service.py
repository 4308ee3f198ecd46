"""AccountBalanceService: telling and moving balances."""

from typing import Any

from lxml import etree
from spyne import AnyXml, Service, rpc

from wsdl.call import call_of
from wsdl.operations import enquire_balance, update_balance
from wsdl.replies.balance_enquiry import enquiry_reply
from wsdl.replies.balance_update import update_reply
from wsdl.types.balances import AccountBalanceEnquiryRequest, AccountBalanceUpdateRequest


class AccountBalanceService(Service):
    """The operations of AccountBalanceService.wsdl."""

    @rpc(
        AccountBalanceEnquiryRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "accountBalanceEnquiryRequest"},
        _operation_name="submitAccountBalanceEnquiry",
        _returns=AnyXml,
    )
    def submit_account_balance_enquiry(ctx: Any, request: Any) -> etree._Element:  # noqa: N805 - Spyne's way
        """Tell an account's balance."""
        return enquiry_reply(enquire_balance(call_of(ctx), request))

    @rpc(
        AccountBalanceUpdateRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "accountBalanceUpdateRequest"},
        _operation_name="submitAccountBalanceUpdate",
        _returns=AnyXml,
    )
    def submit_account_balance_update(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Move an account's balance."""
        return update_reply(request.accountBalanceUpdate, update_balance(call_of(ctx), request))

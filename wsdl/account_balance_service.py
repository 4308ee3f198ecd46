"""AccountBalanceService: telling and moving balances."""

from typing import Any

from lxml import etree
from spyne import AnyXml, Service, rpc

from domain.accounts.enquire_balance import BalanceEnquiry
from domain.accounts.update_command import UpdateBalance
from domain.identity.origin import Origin
from wsdl import values
from wsdl.call import Call, call_of
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
        call = call_of(ctx)
        enquiry = BalanceEnquiry(
            account_type=request.accountType,
            account_id=values.given(request.accountId),
            card_number=values.given(request.pan),
            hashed_card_number=values.given(request.hashedPan),
            currency=values.given(request.currencyId),
            header_origin=call.context.origin,
        )
        return enquiry_reply(call.core.enquire_balance(call.caller, enquiry))

    @rpc(
        AccountBalanceUpdateRequest.customize(min_occurs=1, nillable=False),
        _in_variable_names={"request": "accountBalanceUpdateRequest"},
        _operation_name="submitAccountBalanceUpdate",
        _returns=AnyXml,
    )
    def submit_account_balance_update(ctx: Any, request: Any) -> etree._Element:  # noqa: N805
        """Move an account's balance."""
        call = call_of(ctx)
        update = request.accountBalanceUpdate
        answer = call.core.update_balance(call.caller, _command(call, update))
        return update_reply(update, answer)


def _command(call: Call, update: Any) -> UpdateBalance:
    return UpdateBalance(
        account_type=update.accountType,
        account_id=values.given(update.accountId),
        card_number=values.given(update.cardNumber),
        amount=values.amount(update.updateAmount, "updateAmount"),
        phase=values.phase(update.status),
        currency=values.given(update.currencyId),
        transaction_id=values.given(update.transactionId),
        reference_id=values.given(update.referenceId),
        original_transaction_id=values.given(update.originalTransactionId),
        original_device=values.given(update.originalTransactionDeviceId),
        idempotency_key=call.context.idempotency_key,
        occurred_at=values.moment(update.dateTimeUpdated, "dateTimeUpdated"),
        expires_at=values.moment(update.expiryTime, "expiryTime"),
        message_origin=Origin(site=values.given(update.locationId), device=values.given(update.deviceId)),
        header_origin=call.context.origin,
    )

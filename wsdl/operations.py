"""What each operation asks of the core: from the members of its request to the domain's command.

Both roads come here, so that a message means the same on either. `request` is any object with the members of the
contract's request object; a member that was not sent is None or empty.
"""

from typing import Any

from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import BalanceEnquiry, BalanceReply
from domain.accounts.search_accounts import AccountSearch
from domain.accounts.update_command import UpdateBalance, UpdateReply
from domain.customers.customer import Customer
from domain.customers.search_by_name import NameSearch
from domain.customers.search_by_postcode import PostcodeSearch
from domain.identity.origin import Origin
from domain.paging import Page, PageRequest
from wsdl import values
from wsdl.call import Call
from wsdl.values import given


def enquire_balance(call: Call, request: Any) -> BalanceReply:
    """Tell an account's balance."""
    enquiry = BalanceEnquiry(
        account_type=request.accountType,
        account_id=given(request.accountId),
        card_number=given(request.pan),
        hashed_card_number=given(request.hashedPan),
        currency=given(request.currencyId),
        header_origin=call.context.origin,
    )
    return call.core.enquire_balance(call.caller, enquiry)


def update_balance(call: Call, request: Any) -> UpdateReply:
    """Move an account's balance."""
    update = request.accountBalanceUpdate
    command = UpdateBalance(
        account_type=update.accountType,
        account_id=given(update.accountId),
        card_number=given(update.cardNumber),
        amount=values.amount(update.updateAmount, "updateAmount"),
        phase=values.phase(update.status),
        currency=given(update.currencyId),
        transaction_id=given(update.transactionId),
        reference_id=given(update.referenceId),
        original_transaction_id=given(update.originalTransactionId),
        original_device=given(update.originalTransactionDeviceId),
        idempotency_key=call.context.idempotency_key,
        occurred_at=values.moment(update.dateTimeUpdated, "dateTimeUpdated"),
        expires_at=values.moment(update.expiryTime, "expiryTime"),
        message_origin=Origin(site=given(update.locationId), device=given(update.deviceId)),
        header_origin=call.context.origin,
    )
    return call.core.update_balance(call.caller, command)


def search_by_name(call: Call, request: Any) -> Page[Customer]:
    """Find customers by the beginning of a name."""
    search = NameSearch(request.searchName, page=_page(call, request), header_origin=call.context.origin)
    return call.core.search_customers_by_name(call.caller, search)


def search_by_postcode(call: Call, request: Any) -> Page[Customer]:
    """Find customers by postcode."""
    search = PostcodeSearch(request.searchPostcode, page=_page(call, request), header_origin=call.context.origin)
    return call.core.search_customers_by_postcode(call.caller, search)


def search_accounts(call: Call, request: Any) -> Page[AccountDetails]:
    """Find accounts by customer, card, account id, type, currency or site."""
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
    return call.core.search_accounts(call.caller, search)


def _page(call: Call, request: Any) -> PageRequest:
    info = request.pageInfo
    return values.page_request(
        info.rowOffset if info else None,
        info.rowCount if info else None,
        request.pageToken,
        call.settings.page_size_default,
    )
